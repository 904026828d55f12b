/** htmx parses what it puts in place through our door (trusted.js); without it browsers would let it parse nothing. */

import { policy } from "./trusted.js";

htmx.registerExtension("charta", { init: (api) => api.initSecurity(policy) });
