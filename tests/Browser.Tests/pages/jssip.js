// A telephone in a web page, made of JsSIP: window.phone.
import { account, connection, events, listen, microphone, tell } from "./page.js";
import JsSIP from "jssip";

const agent = new JsSIP.UA({
  sockets: [new JsSIP.WebSocketInterface(account.server)],
  uri: `sip:${account.number}@${account.domain}`,
  password: account.password,
  register: false,
});
const media = { mediaConstraints: microphone, pcConfig: connection };
let session = null;

agent.on("connected", () => tell("connected"));
agent.on("disconnected", () => tell("disconnected"));
agent.on("registered", () => tell("registered"));
agent.on("unregistered", () => tell("unregistered"));
agent.on("registrationFailed", ({ response, cause }) => tell("registrationFailed", { cause, code: response?.status_code }));
agent.on("newRTCSession", ({ originator, session: next, request }) => {
  session = next;
  if (session.connection) {
    listen(session.connection);
  } else {
    session.on("peerconnection", ({ peerconnection }) => listen(peerconnection));
  }

  session.on("progress", () => tell("progress"));
  session.on("accepted", () => tell("accepted"));
  session.on("confirmed", () => tell("confirmed"));
  session.on("ended", ({ cause, originator: by }) => tell("ended", { cause, by }));
  session.on("failed", ({ cause, originator: by, message }) => tell("failed", { cause, by, code: message?.status_code }));
  if (originator === "remote") {
    tell("incoming", { from: request.from.uri.user });
  }
});

const connected = new Promise((resolve) => agent.once("connected", resolve));
agent.start();

window.phone = {
  events,
  /** The RTCPeerConnection of the present call. */
  get connection() {
    return session?.connection ?? null;
  },
  async register() {
    await connected;
    agent.register();
  },
  async unregister() {
    await connected;
    agent.unregister();
  },
  async call(to) {
    await connected;
    agent.call(`sip:${to}@${account.domain}`, media);
  },
  answer: () => session.answer(media),
  hangup: () => session.terminate(),
  hold: () => session.hold(),
  unhold: () => session.unhold(),
  sendDigits: (digits) => session.sendDTMF(digits, { transportType: "RFC2833" }),
};
