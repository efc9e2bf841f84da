using System.Collections.Immutable;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Contracts.Calls;

/// <summary>What a call wants an edge to do; numbered by its batch, harmless when it comes twice.</summary>
/// <param name="Leg">The leg that it is about.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallCommand")]
public abstract record CallCommand([property: Id(0)] LegId Leg);

// --- signalling -------------------------------------------------------------------------------------------------------------------

/// <summary>Send an INVITE.</summary>
/// <param name="Leg">The new leg.</param>
/// <param name="Target">Where to.</param>
/// <param name="From">Who is calling, as the called party shall see it.</param>
/// <param name="To">The number that the called party shall see as called.</param>
/// <param name="Sdp">The offer; <see cref="SdpBody.None"/> to a browser, which offers when it answers.</param>
/// <param name="Diverted">Numbers that this call was diverted from, oldest first (RFC 5806).</param>
/// <param name="HandsFree">True when the telephone is asked to answer by itself, because its user made the call elsewhere.</param>
[GenerateSerializer, Immutable, Alias("rtc.InviteLeg")]
public sealed record InviteLeg(
    LegId Leg,
    [property: Id(0)] DialTarget Target,
    [property: Id(1)] Party From,
    [property: Id(2)] string To,
    [property: Id(3)] SdpBody Sdp,
    [property: Id(4)] ImmutableArray<string> Diverted = default,
    [property: Id(360)] bool HandsFree = false) : CallCommand(Leg);

/// <summary>Send a provisional response to the leg's INVITE: 180, 182 or 183; with a description it is early media.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ProgressLeg")]
public sealed record ProgressLeg(LegId Leg, [property: Id(0)] int Code, [property: Id(1)] SdpBody Sdp) : CallCommand(Leg);

/// <summary>Answer the leg's INVITE with 200; to a browser that answered a call, the answer to its offer.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AnswerLeg")]
public sealed record AnswerLeg(LegId Leg, [property: Id(0)] SdpBody Sdp) : CallCommand(Leg);

/// <summary>Refuse the leg's INVITE with a final response of 400 to 699.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RejectLeg")]
public sealed record RejectLeg(LegId Leg, [property: Id(0)] CallFailure Failure) : CallCommand(Leg);

/// <summary>End the leg whatever its state: CANCEL, BYE or a final response, with a Reason (RFC 3326); its media is closed by <see cref="CloseMedia"/>.</summary>
[GenerateSerializer, Immutable, Alias("rtc.EndLeg")]
public sealed record EndLeg(LegId Leg, [property: Id(0)] EndCause Cause) : CallCommand(Leg);

/// <summary>Offer a new description in mid-call (re-INVITE).</summary>
[GenerateSerializer, Immutable, Alias("rtc.ReofferLeg")]
public sealed record ReofferLeg(LegId Leg, [property: Id(0)] SdpBody Sdp) : CallCommand(Leg);

/// <summary>Answer a description that the party offered in mid-call.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AnswerReoffer")]
public sealed record AnswerReoffer(LegId Leg, [property: Id(0)] SdpBody Sdp) : CallCommand(Leg);

/// <summary>Refuse a description that the party offered in mid-call.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RejectReoffer")]
public sealed record RejectReoffer(LegId Leg, [property: Id(0)] CallFailure Failure) : CallCommand(Leg);

/// <summary>Answer a REFER: 202 begins the implicit subscription, anything from 400 refuses.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AnswerRefer")]
public sealed record AnswerRefer(LegId Leg, [property: Id(0)] int ReferId, [property: Id(1)] int Code) : CallCommand(Leg);

/// <summary>Tell the transferor how the referred call is going (NOTIFY with message/sipfrag, RFC 3515 §2.4.5).</summary>
[GenerateSerializer, Immutable, Alias("rtc.NotifyRefer")]
public sealed record NotifyRefer(
    LegId Leg,
    [property: Id(0)] int ReferId,
    [property: Id(1)] int Code,
    [property: Id(2)] string Reason,
    [property: Id(3)] bool Final) : CallCommand(Leg);

/// <summary>The call as the person at a browser's leg sees it; sent when it changes.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ShowCall")]
public sealed record ShowCall(LegId Leg, [property: Id(0)] CallCard Card) : CallCommand(Leg);

/// <summary>A browser's leg is signalled by this edge from now on: its device has connected here.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AdoptLeg")]
public sealed record AdoptLeg(LegId Leg, [property: Id(0)] string Device, [property: Id(1)] UserId User) : CallCommand(Leg);

/// <summary>A telephone's leg is signalled by this edge from now on: the edge that did is gone. An offer follows, by which the telephone learns where its call is.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Snapshot">The dialog as the edge that is gone handed it over last; bytes that only edges read.</param>
/// <param name="Moves">How many edges have taken the dialog over since those bytes were made, this one counted: each counts its requests in a range of its own.</param>
/// <param name="Incoming">Whether the party called us.</param>
/// <param name="Trunk">The trunk that the party is at, which may want its credentials again; null for a telephone.</param>
/// <param name="Way">How the telephone was heard of since: it has registered, from behind a NAT or over a connection of its own. Null to go by the dialog.</param>
/// <param name="Again">True when this edge may have been told before: what it does then for want of an answer is begun anew, unless it is under way on the same way.</param>
[GenerateSerializer, Immutable, Alias("rtc.AdoptDialog")]
public sealed record AdoptDialog(
    LegId Leg,
    [property: Id(0)] byte[] Snapshot,
    [property: Id(1)] int Moves,
    [property: Id(2)] bool Incoming,
    [property: Id(3)] TrunkId? Trunk = null,
    [property: Id(290)] DialTarget? Way = null,
    [property: Id(291)] bool Again = false) : CallCommand(Leg);

/// <summary>Forget a leg without a word to its party: another edge signals it now.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ReleaseLeg")]
public sealed record ReleaseLeg(LegId Leg) : CallCommand(Leg);

/// <summary>
/// Another edge takes a telephone's leg over: this one asks nothing of it and answers what would change it with "later" (491), until <see cref="LeaveCall"/>. That the telephone
/// has hung up is still told.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtc.HandOver")]
public sealed record HandOver(LegId Leg) : CallCommand(Leg);

/// <summary>
/// A telephone's leg that was handed over is this edge's again, as it was: the telephone did not take the other edge. What that one has asked meanwhile is counted in a range of its own.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Moves">As in <see cref="AdoptDialog"/>.</param>
[GenerateSerializer, Immutable, Alias("rtc.TakeBack")]
public sealed record TakeBack(LegId Leg, [property: Id(0)] int Moves) : CallCommand(Leg);

/// <summary>Other edges carry the call now: media and legs of it end here without a word to anybody, but for the legs that stay. <c>Leg</c> is <see cref="LegId.First"/>.</summary>
/// <param name="Leg">Of no meaning.</param>
/// <param name="Staying">Legs that this edge goes on signalling; with none it forgets the call.</param>
[GenerateSerializer, Immutable, Alias("rtc.LeaveCall")]
public sealed record LeaveCall(LegId Leg, [property: Id(0)] ImmutableArray<LegId> Staying) : CallCommand(Leg);

/// <summary>
/// The leg goes over to another call: it is kept without one until that call takes it with <see cref="TakeLeg"/>, and hung up when that does not come.
/// A browser is told that its call has ended and which one goes on; it is taken with <see cref="AdoptLeg"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("rtc.ParkLeg")]
public sealed record ParkLeg(LegId Leg, [property: Id(0)] CallId Into) : CallCommand(Leg);

/// <summary>
/// A leg of another call is one of this call from now on. The edge waits for it a moment, since commands of two calls come in any order; a party
/// that has left meanwhile is reported with <see cref="LegClosed"/>.
/// </summary>
/// <param name="Leg">The leg in this call.</param>
/// <param name="From">The leg in the call that gave it up.</param>
[GenerateSerializer, Immutable, Alias("rtc.TakeLeg")]
public sealed record TakeLeg(LegId Leg, [property: Id(0)] NamedLeg From) : CallCommand(Leg);

// --- media, to the anchor ---------------------------------------------------------------------------------------------------------

/// <summary>Give the leg a media port.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="RemoteOffer">
/// The party's offer: the anchor answers it with <see cref="MediaAnswered"/>. Null: the anchor makes an offer, <see cref="MediaOffered"/>.
/// </param>
/// <param name="CodecsFrom">When the anchor offers: the leg whose codecs are offered first, so that nothing needs to be transcoded.</param>
/// <param name="Recorded">True when the call is recorded: codecs that cannot be recorded are not offered or answered.</param>
/// <param name="ReportSdp">True when the description has to travel: the signalling edge is another process.</param>
/// <param name="WebRtc">True when the anchor's offer is to a browser: ICE and DTLS-SRTP. A browser's own offer says so by itself.</param>
/// <param name="Encrypted">True when nobody reads the leg's signalling on its way: keys for SRTP may stand in its descriptions (RFC 4568).</param>
/// <param name="RequireSrtp">True when a telephone gets SRTP or no media; a browser's leg is always SRTP.</param>
/// <param name="Room">The room in whose mix the leg has its port; null for a leg among those of its own call.</param>
[GenerateSerializer, Immutable, Alias("rtc.OpenMedia")]
public sealed record OpenMedia(
    LegId Leg,
    [property: Id(0)] string? RemoteOffer,
    [property: Id(1)] LegId? CodecsFrom,
    [property: Id(2)] bool Recorded,
    [property: Id(3)] bool ReportSdp,
    [property: Id(4)] bool WebRtc = false,
    [property: Id(5)] bool Encrypted = false,
    [property: Id(100)] bool RequireSrtp = false,
    [property: Id(70)] RoomId? Room = null) : CallCommand(Leg);

/// <summary>The party answered the anchor's offer.</summary>
[GenerateSerializer, Immutable, Alias("rtc.AcceptMedia")]
public sealed record AcceptMedia(LegId Leg, [property: Id(0)] string RemoteAnswer) : CallCommand(Leg);

/// <summary>The party offered anew in mid-call: the anchor answers with <see cref="MediaAnswered"/> or <see cref="MediaRefused"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="RemoteOffer">The new offer; null for an offerless re-INVITE, which the anchor answers with an offer of its own.</param>
/// <param name="ReportSdp">True when the answer has to travel.</param>
[GenerateSerializer, Immutable, Alias("rtc.ReofferMedia")]
public sealed record ReofferMedia(LegId Leg, [property: Id(0)] string? RemoteOffer, [property: Id(1)] bool ReportSdp) : CallCommand(Leg);

/// <summary>Two legs hear each other.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ConnectMedia")]
public sealed record ConnectMedia(LegId Leg, [property: Id(0)] LegId Peer) : CallCommand(Leg);

/// <summary>
/// The leg is in the call's mix, where any number of legs hear each other: a third party, a conference, a supervisor. It says all that is wanted of the leg there, may come
/// again with other wishes, and is ended by <see cref="ConnectMedia"/>, <see cref="PlayMedia"/> and <see cref="CloseMedia"/>.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Hears">Whom it hears; null for all that are in the mix. A whisper is a supervisor who is named by the agent's leg alone.</param>
/// <param name="Muted">Whether nobody hears it.</param>
[GenerateSerializer, Immutable, Alias("rtc.MixMedia")]
public sealed record MixMedia(LegId Leg, [property: Id(0)] ImmutableArray<LegId>? Hears, [property: Id(1)] bool Muted = false) : CallCommand(Leg);

/// <summary>
/// A leg that was opened in a room hears the others there and is heard by them. It says all that is wanted of the leg there, may come again with other wishes, and is ended by
/// <see cref="PlayMedia"/>, <see cref="PlayPrompt"/> and <see cref="CloseMedia"/>.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Muted">Whether nobody hears it.</param>
/// <param name="Announced">Whether the others hear a tone now, and when the leg is closed.</param>
[GenerateSerializer, Immutable, Alias("rtc.JoinRoom")]
public sealed record JoinRoom(LegId Leg, [property: Id(0)] bool Muted = false, [property: Id(1)] bool Announced = false) : CallCommand(Leg);

/// <summary>The leg hears a source and nobody hears the leg.</summary>
[GenerateSerializer, Immutable, Alias("rtc.PlayMedia")]
public sealed record PlayMedia(LegId Leg, [property: Id(0)] MediaSource Source) : CallCommand(Leg);

/// <summary>
/// The leg hears the pieces of a prompt one after the other, then a source, and nobody hears the leg. The anchor answers with exactly one <see cref="PromptEnded"/>, whatever
/// ended it: the last piece, a digit, another command for the leg, the end of its media. A number that it has played or is playing is a command that came twice.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Number">Names the prompt in <see cref="PromptEnded"/>; grows by one within a call.</param>
/// <param name="Pieces">What is heard, in order.</param>
/// <param name="Then">What the leg hears afterwards.</param>
/// <param name="Interruptible">Whether a digit of the party ends it (barge-in); the digit is reported first.</param>
[GenerateSerializer, Immutable, Alias("rtc.PlayPrompt")]
public sealed record PlayPrompt(
    LegId Leg,
    [property: Id(0)] int Number,
    [property: Id(1)] ImmutableArray<PromptPiece> Pieces,
    [property: Id(2)] MediaSource Then,
    [property: Id(3)] bool Interruptible = false) : CallCommand(Leg);

/// <summary>Send digits to the party (RFC 4733): 0-9, *, #, A-D.</summary>
[GenerateSerializer, Immutable, Alias("rtc.SendDigits")]
public sealed record SendDigits(LegId Leg, [property: Id(0)] string Digits) : CallCommand(Leg);

/// <summary>Record the call: left is the party that the first INVITE came from, right whoever that party talks with.</summary>
/// <param name="Leg">The left channel's leg.</param>
/// <param name="Recording">The recording's id.</param>
/// <param name="BlobPrefix">Where in the blob store the numbered chunks go; ends with a slash.</param>
/// <param name="Right">The right channel's leg, when there is one already.</param>
/// <param name="FirstChunk">Number of the first chunk, from 0; more than 0 when another edge recorded the beginning.</param>
/// <param name="Notices">What parties were told before; none by default.</param>
[GenerateSerializer, Immutable, Alias("rtc.StartRecording")]
public sealed record StartRecording(
    LegId Leg,
    [property: Id(0)] RecordingId Recording,
    [property: Id(1)] string BlobPrefix,
    [property: Id(2)] LegId? Right,
    [property: Id(3)] int FirstChunk = 0,
    [property: Id(4)] ImmutableArray<RecordedNotice> Notices = default) : CallCommand(Leg);

/// <summary>Another leg takes the right channel; the recording goes on.</summary>
[GenerateSerializer, Immutable, Alias("rtc.SetRecordingRight")]
public sealed record SetRecordingRight(LegId Leg, [property: Id(0)] RecordingId Recording, [property: Id(1)] LegId? Right) : CallCommand(Leg);

/// <summary>End the recording; the edge answers with <see cref="RecordingClosed"/> when the last chunk is stored.</summary>
[GenerateSerializer, Immutable, Alias("rtc.StopRecording")]
public sealed record StopRecording(LegId Leg, [property: Id(0)] RecordingId Recording) : CallCommand(Leg);

/// <summary>
/// The leg talks with a fax machine of ours that receives; its pages are stored one by one as chunks of a recording. The anchor answers with <see cref="FaxOver"/> and then <see cref="RecordingClosed"/>, each
/// once, whatever ended it: the other machine, <see cref="StopRecording"/>, the end of the leg's media.
/// </summary>
/// <param name="Leg">The leg.</param>
/// <param name="Fax">Names it; a fax that is known already is a command that came twice.</param>
/// <param name="BlobPrefix">Where in the blob store the numbered pages go; ends with a slash.</param>
/// <param name="Station">What our machine calls itself (ITU-T T.30 CSI): digits, plus and spaces.</param>
[GenerateSerializer, Immutable, Alias("rtc.ReceiveFax")]
public sealed record ReceiveFax(LegId Leg, [property: Id(0)] RecordingId Fax, [property: Id(1)] string BlobPrefix, [property: Id(2)] string Station) : CallCommand(Leg);

/// <summary>The leg talks with a fax machine of ours that sends. The anchor answers as to <see cref="ReceiveFax"/>; it stores nothing.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Fax">Names the attempt; one that is known already is a command that came twice.</param>
/// <param name="BlobPrefix">Where in the blob store the pages are; ends with a slash.</param>
/// <param name="Station">What our machine calls itself (ITU-T T.30 TSI): digits, plus and spaces.</param>
[GenerateSerializer, Immutable, Alias("rtc.SendFax")]
public sealed record SendFax(LegId Leg, [property: Id(0)] RecordingId Fax, [property: Id(1)] string BlobPrefix, [property: Id(2)] string Station) : CallCommand(Leg);

/// <summary>Free the leg's media port.</summary>
[GenerateSerializer, Immutable, Alias("rtc.CloseMedia")]
public sealed record CloseMedia(LegId Leg) : CallCommand(Leg);

/// <summary>The call is over: the edge forgets everything of it after the commands before this one. <c>Leg</c> is <see cref="LegId.First"/>.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ForgetCall")]
public sealed record ForgetCall(LegId Leg) : CallCommand(Leg);
