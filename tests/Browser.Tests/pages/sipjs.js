// A telephone in a web page, made of SIP.js: window.phone.
import { account, connection, events, listen, microphone, tell } from "./page.js";
import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from "sip.js";

const options = { sessionDescriptionHandlerOptions: { constraints: microphone } };
let session = null;

const agent = new UserAgent({
  uri: UserAgent.makeURI(`sip:${account.number}@${account.domain}`),
  authorizationUsername: account.number,
  authorizationPassword: account.password,
  transportOptions: { server: account.server, keepAliveInterval: 10 },
  sessionDescriptionHandlerFactoryOptions: { iceGatheringTimeout: 500, peerConnectionConfiguration: connection },
  logLevel: "warn",
  delegate: {
    onConnect: () => tell("connected"),
    onDisconnect: (problem) => tell("disconnected", { cause: problem?.message }),
    onInvite: (invitation) => {
      follow(invitation);
      tell("incoming", { from: invitation.remoteIdentity.uri.user });
    },
  },
});
const registerer = new Registerer(agent);
registerer.stateChange.addListener((state) => {
  if (state !== RegistererState.Initial) {
    tell(state.toLowerCase());
  }
});

function follow(next) {
  session = next;
  session.delegate = { onSessionDescriptionHandler: (handler) => listen(handler.peerConnection), onBye: () => tell("ended", { by: "remote" }) };
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      tell("confirmed");
    } else if (state === SessionState.Terminated) {
      tell("over");
    }
  });
}

const started = agent.start();

window.phone = {
  events,
  /** The RTCPeerConnection of the present call. */
  get connection() {
    return session?.sessionDescriptionHandler?.peerConnection ?? null;
  },
  async register() {
    await started;
    await registerer.register({ requestDelegate: { onReject: ({ message }) => tell("registrationFailed", { code: message.statusCode }) } });
  },
  async unregister() {
    await started;
    await registerer.unregister();
  },
  async call(to) {
    await started;
    const inviter = new Inviter(agent, UserAgent.makeURI(`sip:${to}@${account.domain}`), options);
    follow(inviter);
    await inviter.invite({
      requestDelegate: {
        onProgress: () => tell("progress"),
        onAccept: () => tell("accepted"),
        onReject: ({ message }) => tell("failed", { code: message.statusCode }),
      },
    });
  },
  answer: () => session.accept(options),
  async hangup() {
    switch (session.state) {
      case SessionState.Established:
        return session.bye();
      case SessionState.Initial:
      case SessionState.Establishing:
        return session instanceof Inviter ? session.cancel() : session.reject();
    }
  },
  hold: () => session.invite({ sessionDescriptionHandlerOptions: { ...options.sessionDescriptionHandlerOptions, hold: true } }),
  unhold: () => session.invite(options),
  sendDigits: (digits) => session.sessionDescriptionHandler.sendDtmf(digits),
};
