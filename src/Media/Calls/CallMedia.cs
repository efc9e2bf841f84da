using RtcCluster.Media.Addresses;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Stun;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Calls;

/// <summary>
/// The media of one call at its anchor: all its legs, what each of them hears, and the recording. A machine without sockets,
/// clock, lock or thread: bytes and <c>now</c> go in, effects come out.
/// </summary>
/// <remarks>
/// <para><b>Threads.</b> A call lives in one media shard, and only that shard's thread calls it. The shard owns the sockets: it binds an RTP
/// and an RTCP port for a leg, adds the leg with their public address, and removes the leg before it closes them.</para>
/// <para><b>The run loop of a shard.</b></para>
/// <code>
/// while (running)
/// {
///     var ready = epoll.Wait(until: the smallest call.Deadline, or a message from another thread);
///     now = clock();
///     foreach (socket in ready)                       // read until it would block, a bounded number of times
///     {
///         var length = socket.Receive(buffer, out source);
///         var forward = call.Receive(leg, socket.IsRtcp, buffer, length, source, now);
///         if (!forward.IsNone)                        // the same bytes, rewritten in place
///             RtpSocketOf(forward.Target).Send(buffer[..forward.Length], forward.Destination);
///         Drain(call);                                // nearly always empty for RTP
///     }
///     foreach (call with call.Deadline &lt;= now) { call.Tick(now); Drain(call); }
///     foreach (message) { one command, e.g. call.Connect(a, b, now); Drain(call); }
/// }
///
/// void Drain(call) { while (call.TryTake(out var effect)) … }   // Send: to the RTP or RTCP socket; others: to the call's mailbox
/// </code>
/// <para><b>Who owns which bytes.</b> The packet given to <see cref="Receive"/> is the host's; it is rewritten in place and not kept. The bytes of a
/// Send effect are the machine's and good until the next call into it. SDP arrays are new and the host's. A <see cref="RecordingChunk"/>
/// belongs to whoever took its effect, on any thread, and is disposed once stored.</para>
/// <para><b>Contract.</b> One change, then drain all effects, then the next change. <c>now</c> never goes back. A command for a leg that does not
/// exist does nothing and says so where it returns something: commands may cross with a hang-up.</para>
/// <para><b>Browsers.</b> Their legs share one port of the shard, whose <see cref="UfragTable"/> says which connection of which leg a datagram is for. UfragAdded,
/// UfragRetired, FlowSelected and ConnectionClosed keep that table; a check goes to <see cref="ReceiveCheck"/>, and when it is accepted the table remembers its source;
/// SRTP and SRTCP go to <see cref="ReceiveSecure"/>. DTLS is the host's: a handshake takes time and therefore a thread of its own, and its keys come to <see cref="Secure"/>.
/// When the offer was ours, a handshake may be asked for before the answer names the browser's certificate: it waits for PeerNamed.
/// A page that was loaded anew offers with another certificate: its connection is made beside the old one, which ConnectionClosed ends when the new one carries media.</para>
/// <para><b>Order of a two-party call.</b> <c>AddLeg(a)</c>, <c>AcceptOffer(a, sdp)</c>, <c>AddLeg(b)</c>, <c>MakeOffer(b, codecsFrom: a)</c>; the answer comes:
/// <c>AcceptAnswer(b, sdp)</c>, <c>MakeAnswer(a, codecsFrom: b)</c>, <c>Connect(a, b)</c>, <c>StartRecording(id, left: a, right: b)</c>. A call that rings
/// several phones makes one leg and one offer for each; those that lose are removed. Ringback and music are <c>Play</c>, which takes the leg
/// away from its partner; <c>Connect</c> ends them. An answer may also be made before the other leg is known: then nothing is preferred,
/// and laws that differ are transcoded.</para>
/// </remarks>
public sealed class CallMedia
{
    private readonly CallMediaOptions _options;
    private readonly MediaSeed _seed;
    private readonly MediaEffects _effects = new();
    private readonly LegTable _legs;
    private readonly CallTap _tap;
    private long _now;

    /// <summary>Makes an empty call.</summary>
    /// <param name="options">Timeouts and bounds.</param>
    /// <param name="seed">64 bits from the host's random source: SSRCs and numbers must not be guessable (RFC 3550 §5.1).</param>
    /// <param name="now">Ticks of a monotonic clock.</param>
    public CallMedia(CallMediaOptions options, ulong seed, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _seed = new MediaSeed(seed);
        _legs = new LegTable(options.MaxLegs);
        _tap = new CallTap(_legs, _effects);
        Mix = new CallMix(_legs, _effects, options.Mixing);
        _now = now;
    }

    /// <summary>When <see cref="Tick"/> has something to do; <see cref="MediaClock.Never"/> when only packets can change anything.</summary>
    public long Deadline
    {
        get
        {
            var deadline = Math.Min(_tap.Deadline, Mix.Deadline);
            foreach (var leg in _legs)
            {
                deadline = Math.Min(deadline, LegTicker.Deadline(leg));
            }

            return deadline;
        }
    }

    /// <summary>The id of the recording that runs, or null.</summary>
    public string? RecordingId => _tap.RecordingId;

    /// <summary>Who hears whom among the legs that have joined; empty until <see cref="Join"/>.</summary>
    public CallMix Mix { get; }

    /// <summary>The next effect; false when there is none.</summary>
    public bool TryTake(out MediaEffect effect) => _effects.TryTake(out effect);

    /// <summary>Adds a leg; false when the slot is taken or out of range.</summary>
    public bool AddLeg(LegSlot leg, MediaLegOptions options, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        Begin(now);
        if (!_legs.IsFree(leg))
        {
            return false;
        }

        _legs.Add(new MediaLeg(leg, options, _options, _seed, now));
        return true;
    }

    /// <summary>Whether the slot holds a leg.</summary>
    public bool HasLeg(LegSlot leg) => _legs.Find(leg) is not null;

    /// <summary>Takes a leg out, with its last figures and an RTCP BYE when it had media; its partner hears nothing from now on.</summary>
    public void RemoveLeg(LegSlot leg, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            LegTicker.End(found, _effects, now);
            found.Browser?.CloseAll(_effects);
            Unlink(found);
            found.Close();
            found.Recorder = null;
            _legs.Remove(leg);
        }
    }

    /// <summary>Removes all legs and ends the recording; its last chunk is among the effects.</summary>
    public void Close(long now)
    {
        StopRecording(now);
        foreach (var leg in _legs)
        {
            RemoveLeg(leg.Slot, now);
        }
    }

    /// <summary>
    /// An SDP to offer to the leg, in an INVITE or a re-INVITE; empty for a leg that does not exist.
    /// </summary>
    /// <param name="leg">The leg that gets it.</param>
    /// <param name="codecsFrom">The leg whose codecs come first, so that nothing is transcoded; <see cref="LegSlot.None"/> for our own order.</param>
    /// <param name="now">Ticks.</param>
    public byte[] MakeOffer(LegSlot leg, LegSlot codecsFrom, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { } found)
        {
            return [];
        }

        found.Prepare(_effects, now);
        var offer = found.Negotiation.MakeOffer(KindsOf(codecsFrom));
        VideoPairing.Renegotiated(found, _effects);
        return offer;
    }

    /// <summary>Takes the leg's answer; on refusal see <see cref="NegotiationStatuses.SipCode"/>.</summary>
    public NegotiationStatus AcceptAnswer(LegSlot leg, ReadOnlySpan<byte> sdp, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { } found)
        {
            return NegotiationStatus.UnknownLeg;
        }

        var status = found.Negotiation.AcceptAnswer(sdp);
        if (status == NegotiationStatus.Accepted)
        {
            found.Answered(_effects, now);
        }

        found.Renegotiated(now);
        return status;
    }

    /// <summary>The leg's party is there, though what it sends is no RTP: its silence is no loss.</summary>
    public void IsAlive(LegSlot leg, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            found.LastHeardAt = now;
        }
    }

    /// <summary>
    /// Where packets of a fax go (ITU-T T.38) that the leg's party wants at an address, by the rules of RTP: behind NAT to where its sound came from. Null for an address that media is never sent to, for a
    /// browser, and where SRTP was agreed on: they are in clear.
    /// </summary>
    /// <param name="leg">The leg.</param>
    /// <param name="wanted">The address that its description names.</param>
    public MediaEndpoint? ImageDestination(LegSlot leg, in MediaEndpoint wanted) =>
        _legs.Find(leg) is { Browser: null, Sdes: null } found && found.Negotiation.MaySendTo(wanted) ? found.RtpLatch.BehindNat(wanted) : null;

    /// <summary>The offer was refused (488, 491) or timed out: the leg is what it was before it.</summary>
    public void AbandonOffer(LegSlot leg, long now)
    {
        Begin(now);
        _legs.Find(leg)?.Negotiation.AbandonOffer();
    }

    /// <summary>Checks the leg's offer and keeps it; a refused one changes nothing.</summary>
    public NegotiationStatus AcceptOffer(LegSlot leg, ReadOnlySpan<byte> sdp, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { } found)
        {
            return NegotiationStatus.UnknownLeg;
        }

        var status = found.Negotiation.AcceptOffer(sdp);
        if (status == NegotiationStatus.Accepted)
        {
            VideoPairing.Offered(found);
        }

        return status;
    }

    /// <summary>
    /// The answer to the accepted offer; media may flow from now on. Asked again (183, then 200) it gives the same bytes.
    /// Empty without an offer.
    /// </summary>
    /// <param name="leg">The leg that made the offer.</param>
    /// <param name="codecsFrom">The leg whose agreed codec is preferred, and whose video is seen; <see cref="LegSlot.None"/> to follow the offer, without video.</param>
    /// <param name="now">Ticks.</param>
    public byte[] MakeAnswer(LegSlot leg, LegSlot codecsFrom, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { } found)
        {
            return [];
        }

        found.Follow(_effects, now);
        var other = _legs.Find(codecsFrom);
        var answer = found.Negotiation.MakeAnswer(KindsOf(codecsFrom), other == found ? null : other?.Negotiation.OfferedVideo);
        found.Renegotiated(now);
        VideoPairing.Renegotiated(found, _effects);
        return answer;
    }

    /// <summary>
    /// What we are willing to do on the leg; said by the next offer or answer. SendOnly puts the phone on hold with music, Inactive without.
    /// </summary>
    public void SetDirection(LegSlot leg, MediaDirection direction, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            found.Negotiation.LocalDirection = direction;
        }
    }

    /// <summary>Whether the phone has put us on hold (its SDP is sendonly, inactive, or of address 0.0.0.0).</summary>
    public bool RemoteHold(LegSlot leg) => _legs.Find(leg)?.Negotiation.RemoteHold ?? false;

    /// <summary>What was agreed on the leg; null before its first answer.</summary>
    public NegotiatedAudio? Agreed(LegSlot leg) => _legs.Find(leg)?.Agreed;

    /// <summary>The leg's figures; null for a leg that does not exist.</summary>
    public LegStatistics? Statistics(LegSlot leg) => _legs.Find(leg)?.Statistics();

    /// <summary>The two legs hear each other and nobody else; whoever heard them before hears nothing.</summary>
    public void Connect(LegSlot first, LegSlot second, long now)
    {
        Begin(now);
        if (_legs.Find(first) is not { } a || _legs.Find(second) is not { } b || a == b)
        {
            return;
        }

        Unlink(a);
        Unlink(b);
        (a.Input, a.Speaker, a.Listener) = (LegInput.Leg, b, b);
        (b.Input, b.Speaker, b.Listener) = (LegInput.Leg, a, a);
        VideoPairing.Pair(a, b, _effects);
    }

    /// <summary>The leg hears all others that have joined and is heard by them, through <see cref="Mix"/>: a third party, a conference, a supervisor. Two that saw each other still do.</summary>
    /// <remarks>A leg that has joined stays so when it is asked again. <see cref="Connect"/>, <see cref="Play"/>, <see cref="Echo"/> and <see cref="Silence"/> take it out.</remarks>
    public void Join(LegSlot leg, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { Mix: null } found)
        {
            Unlink(found, keepsVideo: true);
            PacketRelay.BeginFrames(found, now);
            Mix.Join(found, now);
        }
    }

    /// <summary>The leg hears a tone, music or an announcement, and nobody hears the leg.</summary>
    public void Play(LegSlot leg, AudioSource source, long now)
    {
        ArgumentNullException.ThrowIfNull(source);
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            Unlink(found);
            PacketRelay.BeginFrames(found, now);
            found.Source = source;
            found.Input = LegInput.Source;
        }
    }

    /// <summary>The leg hears itself, and nobody else hears it.</summary>
    public void Echo(LegSlot leg, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            Unlink(found);
            found.Input = LegInput.Echo;
        }
    }

    /// <summary>The leg hears nothing, no packets are sent to it, and nobody hears the leg.</summary>
    public void Silence(LegSlot leg, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            Unlink(found);
        }
    }

    /// <summary>Sends keys to the leg's phone, as events when it takes them, else as tones; what else it hears waits.</summary>
    public void SendDigits(LegSlot leg, ReadOnlySpan<char> digits, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is { } found)
        {
            PacketRelay.BeginFrames(found, now);
            found.BadDigits += found.DigitsOut.Enqueue(digits);
        }
    }

    /// <summary>
    /// Begins to record what two legs say; false when a recording runs. A side may be <see cref="LegSlot.None"/>: silence until
    /// <see cref="SetRecordingLeg"/>.
    /// </summary>
    /// <param name="id">The recording's id; chunks carry its hash.</param>
    /// <param name="left">The party that the first INVITE came from.</param>
    /// <param name="right">Whoever it talks with.</param>
    /// <param name="now">The instant of the first sample.</param>
    /// <param name="firstChunk">The number to go on with when another anchor began the recording.</param>
    public bool StartRecording(string id, LegSlot left, LegSlot right, long now, int firstChunk = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfNegative(firstChunk);
        Begin(now);
        return _tap.RecordingId is null && _tap.Start(new CallRecorder(id, firstChunk, _options.RecordingLateWindow, now, _options.RecordingDrafts), left, right);
    }

    /// <summary>Begins to record the sum of all that have joined, on the left side; false when a recording runs.</summary>
    /// <param name="id">The recording's id.</param>
    /// <param name="now">The instant of the first sample.</param>
    /// <param name="firstChunk">The number to go on with when another anchor began the recording.</param>
    public bool StartMixRecording(string id, long now, int firstChunk = 0)
    {
        if (!StartRecording(id, LegSlot.None, LegSlot.None, now, firstChunk))
        {
            return false;
        }

        Mix.Record(_tap.Recorder);
        return true;
    }

    /// <summary>Another leg speaks on a side from now on, after a transfer.</summary>
    public void SetRecordingLeg(RecordingSide side, LegSlot leg, long now)
    {
        Begin(now);
        _tap.Set(side, leg);
    }

    /// <summary>Leaves out what is said, for example a card number; marked as paused in the chunks.</summary>
    public void PauseRecording(long now)
    {
        Begin(now);
        _tap.Pause(now);
    }

    /// <summary>Records again.</summary>
    public void ResumeRecording(long now)
    {
        Begin(now);
        _tap.Resume(now);
    }

    /// <summary>Ends the recording; its last chunk, marked as such, is among the effects.</summary>
    public void StopRecording(long now)
    {
        Begin(now);
        Mix.Record(null);
        _tap.Stop(now);
    }

    /// <summary>Takes a datagram that came to a phone's port, and says what to forward. The hot path: allocates nothing.</summary>
    /// <param name="leg">The leg that owns the port.</param>
    /// <param name="isRtcp">Whether it came to the RTCP port.</param>
    /// <param name="buffer">
    /// Begins with the datagram, which is rewritten in place when it is forwarded. With SRTP it becomes longer, by <see cref="SrtpProfiles.MaxOverhead"/> at most;
    /// where it goes on in another codec it is as long as that, and is left out when there is no room.
    /// </param>
    /// <param name="length">Bytes of the datagram.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="now">Ticks.</param>
    public RtpForward Receive(LegSlot leg, bool isRtcp, Span<byte> buffer, int length, in MediaEndpoint source, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { } found)
        {
            return default;
        }

        if (isRtcp || RtpHeader.LooksLikeRtcp(buffer[..length]))
        {
            PacketRelay.ReceiveRtcp(found, !isRtcp, buffer[..length], source, now);
            return default;
        }

        var forward = PacketRelay.Receive(found, buffer, length, source, _effects, now);

        // A packet may close the chunk before it. The deadline is the next chunk's then, so waiting for Tick would hold this one back for two seconds.
        _tap.Collect();
        return forward;
    }

    /// <summary>Takes a datagram of SRTP or SRTCP that came from a place where a browser's connection is known to be. The hot path as well.</summary>
    /// <param name="leg">The browser's leg.</param>
    /// <param name="connection">Its connection, as the effect UfragAdded numbered it.</param>
    /// <param name="buffer">As of <see cref="Receive"/>.</param>
    /// <param name="length">Bytes of the datagram.</param>
    /// <param name="now">Ticks.</param>
    public RtpForward ReceiveSecure(LegSlot leg, int connection, Span<byte> buffer, int length, long now)
    {
        Begin(now);
        if (_legs.Find(leg) is not { Browser: { } browser } found)
        {
            return default;
        }

        if (RtpHeader.LooksLikeRtcp(buffer[..length]))
        {
            PacketRelay.ReceiveSecureRtcp(found, browser, connection, buffer[..length], _effects, now);
            return default;
        }

        var forward = PacketRelay.ReceiveSecure(found, browser, connection, buffer, length, _effects, now);
        _tap.Collect();
        return forward;
    }

    /// <summary>Takes a connectivity check of a browser; the answer to it is a Send effect.</summary>
    /// <returns>Accepted: the connection is known to be where the check came from.</returns>
    public IceStatus ReceiveCheck(LegSlot leg, int connection, scoped in StunReader check, in IceFlow source, long now)
    {
        Begin(now);
        return _legs.Find(leg)?.Browser?.ReceiveCheck(connection, check, source, _effects, now) ?? IceStatus.UnknownUsername;
    }

    /// <summary>The handshake of a browser's connection gave the keys.</summary>
    public void Secure(LegSlot leg, int connection, SrtpKeys keys, long now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Begin(now);
        _legs.Find(leg)?.Browser?.Secure(connection, keys, _effects);
    }

    /// <summary>A browser's connection has ended, or its handshake failed. The leg goes on: its browser may make another, and silence ends it else.</summary>
    public void CloseConnection(LegSlot leg, int connection, long now)
    {
        Begin(now);
        _legs.Find(leg)?.Browser?.Close(connection, _effects);
    }

    /// <summary>Whether a browser's leg has a connection, or awaits one: false when its last one has ended.</summary>
    public bool HasConnection(LegSlot leg) => _legs.Find(leg)?.Browser?.IsOpen ?? false;

    /// <summary>A TCP connection of a browser was closed.</summary>
    public void CloseFlow(LegSlot leg, in IceFlow flow, long now)
    {
        Begin(now);
        _legs.Find(leg)?.Browser?.CloseFlow(flow, _effects, now);
    }

    /// <summary>Does what is due: frames, reports, lost media, chunks. Call it at <see cref="Deadline"/>; earlier is harmless.</summary>
    public void Tick(long now)
    {
        Begin(now);
        foreach (var leg in _legs)
        {
            LegTicker.Tick(leg, _effects, now);
        }

        Mix.Tick(now);
        _tap.Tick(now);
    }

    /// <summary>The leg hears nobody and nobody hears it.</summary>
    private static void Unlink(MediaLeg leg, bool keepsVideo = false)
    {
        if (!keepsVideo)
        {
            VideoPairing.Part(leg);
        }

        leg.Mix?.Leave(leg);
        if (leg.Speaker is { } speaker)
        {
            speaker.Listener = null;
            leg.Speaker = null;
        }

        if (leg.Listener is { } listener)
        {
            listener.Input = LegInput.Nothing;
            listener.Speaker = null;
            listener.Outbound.Break();
            leg.Listener = null;
        }

        // What a speaker says while nobody hears it must not look like loss when it is heard again.
        leg.Outbound.Break();
        leg.Source = null;
        leg.Input = LegInput.Nothing;
    }

    private void Begin(long now)
    {
        System.Diagnostics.Debug.Assert(now >= _now, "now never goes back");
        _now = now;
        _effects.Begin();
    }

    /// <summary>What a leg speaks, best first: its agreed codec, then all that its phone named.</summary>
    private IReadOnlyList<PayloadKind> KindsOf(LegSlot leg) => _legs.Find(leg) is not { } found ? []
        : found.Agreed is { } agreed ? [agreed.Codec, .. found.Negotiation.RemoteKinds]
        : found.Negotiation.RemoteKinds;
}
