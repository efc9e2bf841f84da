// What both pages have in common: the account comes from the address (?server=ws://…/sip&number=1001&password=demo), what happens is kept in order.
const query = new URLSearchParams(location.search);

export const account = {
  server: query.get("server") ?? `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sip`,
  number: query.get("number"),
  password: query.get("password") ?? "demo",
  domain: query.get("domain") ?? "demo.test",
};

/** The microphone as it is: a tone that a test plays must not be taken for noise. */
export const microphone = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }, video: false };

/** No STUN or TURN server: the edge has an address of its own. */
export const connection = { iceServers: [] };

/** Everything that happened: { at, name, … }. */
export const events = [];

export function tell(name, more = {}) {
  events.push({ at: performance.now(), name, ...more });
  document.getElementById("events").textContent = events.map((event) => event.name).join(" ");
}

/** Plays what a connection receives. */
export function listen(peerConnection) {
  peerConnection.addEventListener("track", ({ track, streams }) => {
    document.getElementById("remote").srcObject = streams[0] ?? new MediaStream([track]);
    tell("track");
  });
}
