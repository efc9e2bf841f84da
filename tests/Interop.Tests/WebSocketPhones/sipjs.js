// A telephone made of SIP.js.
import { account, obey, tell } from "./commands.js";
import { Registerer, RegistererState, UserAgent } from "sip.js";

const phone = new UserAgent({
  uri: UserAgent.makeURI(`sip:${account.number}@${account.domain}`),
  authorizationUsername: account.number,
  authorizationPassword: account.password,
  transportOptions: { server: account.server, keepAliveInterval: 1, keepAliveDebounce: 1 },
  logLevel: "error",
  delegate: {
    onConnect: () => tell("connected"),
    onDisconnect: (problem) => tell("disconnected", problem?.message ?? ""),
    onInvite: (invitation) => {
      tell("ringing", invitation.remoteIdentity.uri.user);
      invitation.reject({ statusCode: 486 });
    },
  },
});
const registerer = new Registerer(phone);
registerer.stateChange.addListener((state) => {
  if (state === RegistererState.Unregistered) {
    tell("unregistered");
  }
});

obey({
  connect: () => phone.start(),
  register: () =>
    registerer.register({
      requestDelegate: {
        onAccept: ({ message }) => tell("registered", message.getHeader("contact")),
        onReject: ({ message }) => tell("refused", message.statusCode),
      },
    }),
  unregister: () => registerer.unregister(),
  options: () => {
    const target = UserAgent.makeURI(`sip:${account.domain}`);
    const from = UserAgent.makeURI(`sip:${account.number}@${account.domain}`);
    phone.userAgentCore.request(phone.userAgentCore.makeOutgoingRequestMessage("OPTIONS", target, from, target, {}), {
      onAccept: ({ message }) => tell("options", message.statusCode),
      onReject: ({ message }) => tell("options", message.statusCode),
    });
  },
  stop: () => phone.stop(),
});
