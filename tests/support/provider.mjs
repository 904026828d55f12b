// A certified OpenID provider (npm oidc-provider) for the tests, on a free port of this machine. It
// says its address and ends with its parent, who tells it by PUT /leute/<key> whom to know.
//
// Somebody says who they are by typing their key; "amr" and "acr" are what the provider then says
// about how they did it. Whoever is unknown has said no. Keys are made at each start.

import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const CALLBACK = process.argv[2];
const people = {};
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const CLAIMS = {
  openid: ["sub", "acr", "amr"],
  email: ["email", "email_verified"],
  profile: ["name"],
  groups: ["groups"],
};

function page(heading, action, field) {
  return `<!doctype html><html lang="de"><title>${heading}</title><h1>${heading}</h1>
    <form method="post" action="${action}">${field}<button>Weiter</button></form>`;
}

async function read(request) {
  let body = "";
  for await (const piece of request) body += piece;
  return body;
}

async function consent(provider, { prompt, params, session, grantId }) {
  const found = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims } = prompt.details;
  if (missingOIDCScope) found.addOIDCScope(missingOIDCScope.join(" "));
  if (missingOIDCClaims) found.addOIDCClaims(missingOIDCClaims);
  return { consent: { grantId: await found.save() } };
}

function login(key) {
  const { amr, acr } = people[key] ?? {};
  return key in people ? { login: { accountId: key, amr, acr } } : { error: "access_denied" };
}

async function ask(provider, request, response) {
  const details = await provider.interactionDetails(request, response);
  const first = details.prompt.name === "login";
  if (request.method !== "POST") {
    const field = first ? '<label>Wer sind Sie? <input name="key"></label>' : "";
    const words = first ? "Anmelden beim Testdienst" : "Dürfen wir von Ihnen erzählen?";
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(words, request.url, field));
    return;
  }
  const key = new URLSearchParams(await read(request)).get("key");
  const result = first ? login(key) : await consent(provider, details);
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: !first });
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "charta",
        client_secret: "geheim-und-lang-genug-fuer-tests",
        application_type: "native",
        redirect_uris: ["localhost", "127.0.0.1"].map((host) => `http://${host}${CALLBACK}`),
        token_endpoint_auth_method: "client_secret_basic",
        require_auth_time: true,
      },
    ],
    claims: CLAIMS,
    scopes: Object.keys(CLAIMS),
    acrValues: ["zwei"],
    cookies: { keys: ["keks"] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (_context, interaction) => `/fragen/${interaction.uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "eins" }] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    findAccount: (_context, key) => ({
      accountId: key,
      claims: () => ({ sub: key, ...people[key]?.claims }),
    }),
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (request.url.startsWith("/fragen/")) await ask(provider, request, response);
    else if (!request.url.startsWith("/leute/")) answer(request, response);
    else {
      people[decodeURIComponent(request.url.slice("/leute/".length))] = JSON.parse(await read(request));
      response.end();
    }
  });
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
