// A telephone made of JsSIP.
import { account, obey, tell } from "./commands.js";
import JsSIP from "jssip";

const phone = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(account.server)],
  uri: `sip:${account.number}@${account.domain}`,
  password: account.password,
  register: false,
});
phone.on("connected", () => tell("connected"));
phone.on("disconnected", () => tell("disconnected"));
phone.on("registered", ({ response }) => tell("registered", response.getHeader("contact")));
phone.on("unregistered", () => tell("unregistered"));
phone.on("registrationFailed", ({ response, cause }) => tell("refused", response?.status_code ?? cause));

obey({
  connect: () => phone.start(),
  register: () => phone.register(),
  unregister: () => phone.unregister(),
  options: () =>
    phone.sendOptions(`sip:${account.domain}`, null, {
      eventHandlers: { succeeded: ({ response }) => tell("options", response.status_code), failed: ({ cause }) => tell("options", cause) },
    }),
  stop: () => phone.stop(),
});
