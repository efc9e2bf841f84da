using System.Security.Cryptography;
using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Fax;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Stun;
using RtcCluster.Media.Tones;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>The media of one call at this edge: carries out the media commands of its grain and reports what happens. Lives in one shard.</summary>
/// <remarks>Every method runs on the shard's thread. Events go to the call's bridge, which numbers them and sends them to the grain.</remarks>
internal sealed class MediaCall
{
    /// <summary>After that long a caller may try again when this edge had no room: about what an edge that fills up needs to be left out of placement.</summary>
    private const int RetryAfterSeconds = 5;

    private readonly Dictionary<int, MediaLegSocket> _legs = [];
    private readonly MediaLegSocket?[] _bySlot;
    private readonly DropTally[] _tallies;
    private readonly CallMedia _media;
    private readonly MediaShard _shard;
    private readonly MediaResources _resources;
    private readonly Action<LegEvent> _report;
    private bool _hasBrowser;

    public MediaCall(MediaShard shard, MediaResources resources, Action<LegEvent> report)
    {
        _shard = shard;
        _resources = resources;
        _report = report;
        _media = new CallMedia(resources.Options, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))), shard.Now);
        Mix = new MediaMix(this, _media.Mix);
        Prompts = new MediaPrompts(this, shard, resources, report);
        Tape = new MediaTape(this, _media, shard, resources, report, Drain);
        Faxes = new MediaFaxes(this, shard, resources, report);
        _bySlot = new MediaLegSocket?[resources.Options.MaxLegs];
        _tallies = new DropTally[resources.Options.MaxLegs];
        shard.Add(this);
    }

    /// <summary>When the shard is to look at it by the clock, unless it was told something before.</summary>
    public long LookAt { get; set; }

    /// <summary>Who hears whom among the legs that have joined.</summary>
    public MediaMix Mix { get; }

    /// <summary>What legs are told.</summary>
    public MediaPrompts Prompts { get; }

    /// <summary>What is recorded.</summary>
    public MediaTape Tape { get; }

    /// <summary>The fax machines that legs talk with.</summary>
    public MediaFaxes Faxes { get; }

    /// <summary>Gives a leg its ports; answers the party's offer or makes one. Repeating it for a leg that is open changes nothing.</summary>
    /// <param name="command">The command.</param>
    /// <param name="signallingSource">Where the leg's signalling comes from; default when that is not known here.</param>
    public void Open(OpenMedia command, MediaEndpoint signallingSource)
    {
        if (_legs.ContainsKey(command.Leg.Number))
        {
            return;
        }

        var offer = command.RemoteOffer is null ? null : Encoding.UTF8.GetBytes(command.RemoteOffer);
        var slot = FreeSlot();
        if (slot == LegSlot.None || AddLeg(command, slot, offer, signallingSource) is not { } leg)
        {
            Refuse(command.Leg, 503, "No media port is free.");
            return;
        }

        leg.Partner = SlotOf(command.CodecsFrom);
        if (offer is null)
        {
            Offer(leg, leg.Partner, command.ReportSdp);
            return;
        }

        var status = _media.AcceptOffer(slot, offer, _shard.Now);
        Drain();
        if (status != NegotiationStatus.Accepted)
        {
            RemoveLeg(leg);
            Refuse(command.Leg, status.SipCode(), status.Text());
            return;
        }

        // An answer that does not travel is made when the leg is answered: by then it is known which codec the other party chose.
        _report(new MediaAnswered(command.Leg, Utc, command.ReportSdp ? Answer(leg) : null, _media.RemoteHold(slot)));
    }

    /// <summary>Takes the party's answer to our offer.</summary>
    public void Accept(AcceptMedia command)
    {
        if (Find(command.Leg) is not { } leg)
        {
            return;
        }

        var offered = leg.PendingOffer;
        leg.PendingOffer = null;
        if (Faxes.Accept(command.Leg, Encoding.UTF8.GetBytes(command.RemoteAnswer)))
        {
            leg.Image = offered;
            return;
        }

        var status = _media.AcceptAnswer(leg.Slot, Encoding.UTF8.GetBytes(command.RemoteAnswer), _shard.Now);
        Drain();
        if (status is not (NegotiationStatus.Accepted or NegotiationStatus.NoOfferPending))
        {
            Refuse(command.Leg, status.SipCode(), status.Text());
        }
    }

    /// <summary>Answers a new offer of the party, or makes one of ours when it asks for that.</summary>
    public void Reoffer(ReofferMedia command)
    {
        if (Find(command.Leg) is not { } leg)
        {
            Refuse(command.Leg, 481, "The leg has no media here.");
            return;
        }

        if (command.RemoteOffer is null)
        {
            Offer(leg, leg.Partner, command.ReportSdp);
            return;
        }

        var offer = Encoding.UTF8.GetBytes(command.RemoteOffer);
        if (Faxes.Offered(command.Leg, offer))
        {
            leg.PendingOffer = null;
            leg.Described = leg.Image = Encoding.UTF8.GetString(T38Description.Answer(offer, Encoding.UTF8.GetBytes(leg.Described ?? ""), _resources.Options.Sdp, ImagePort(leg)));
            _report(new MediaAnswered(command.Leg, Utc, command.ReportSdp ? leg.Image : null, false));
            return;
        }

        var status = _media.AcceptOffer(leg.Slot, offer, _shard.Now);
        Drain();
        if (status != NegotiationStatus.Accepted)
        {
            Refuse(command.Leg, status.SipCode(), status.Text());
            return;
        }

        leg.PendingOffer = leg.Image = null;
        var answer = Answer(leg);
        _report(new MediaAnswered(command.Leg, Utc, command.ReportSdp ? answer : null, _media.RemoteHold(leg.Slot)));
    }

    /// <summary>The offer of ours that the party refused is forgotten.</summary>
    public void Abandon(LegId leg)
    {
        if (Find(leg) is { } found)
        {
            found.PendingOffer = null;
            _media.AbandonOffer(found.Slot, _shard.Now);
            Drain();
        }
    }

    /// <summary>What the leg's party is told now: the offer that waits for its answer, else the answer to the party's own. Null when there is neither.</summary>
    public string? Describe(LegId leg) => Find(leg) is not { } found ? null : found.PendingOffer ?? found.Image ?? (Answer(found) is { Length: > 0 } answer ? answer : null);

    /// <summary>Our offer to go over to fax in packets (T.38); null for a leg that cannot, or that waits for an answer already.</summary>
    public string? OfferImage(LegId named) => Find(named) is not { TakesImage: true, PendingOffer: null } leg || _media.Agreed(leg.Slot) is { Keys: not null } ? null
        : leg.Described = leg.PendingOffer = Encoding.UTF8.GetString(T38Description.Offer(Encoding.UTF8.GetBytes(leg.Described ?? ""), _resources.Options.Sdp, ImagePort(leg)));

    /// <summary>Where packets of a fax go whose party wants them at an address; null for one that they may not go to, or a leg that must not have them.</summary>
    public MediaEndpoint? ImageDestination(LegId named, in MediaEndpoint wanted) => Find(named) is { TakesImage: true } leg ? _media.ImageDestination(leg.Slot, wanted) : null;

    /// <summary>Sends a datagram of a fax to the party.</summary>
    public void SendImage(LegId leg, ReadOnlySpan<byte> datagram, in MediaEndpoint destination) => Find(leg)?.Send(datagram, destination, 0, isRtcp: false);

    /// <summary>The party is there, though it is not heard: what it sends is no RTP.</summary>
    public void IsAlive(LegId leg) => _media.IsAlive(SlotOf(leg), _shard.Now);

    /// <summary>Two legs hear each other.</summary>
    public void Connect(ConnectMedia command)
    {
        if (Find(command.Leg) is { } leg && Find(command.Peer) is { } peer)
        {
            Prompts.Replace(command.Leg);
            Prompts.Replace(command.Peer);
            (leg.Partner, peer.Partner) = (peer.Slot, leg.Slot);
            (leg.Hears, peer.Hears) = (peer.Slot, leg.Slot);
            _media.Connect(leg.Slot, peer.Slot, _shard.Now);
            Drain();
        }
    }

    /// <summary>The leg is in the mix as the command says, until it is connected or played to.</summary>
    public void Join(MixMedia command)
    {
        if (Find(command.Leg) is not { } leg)
        {
            return;
        }

        if (!Mix.Has(command.Leg))
        {
            Prompts.Replace(command.Leg);
            Deafen(leg);
            _media.Join(leg.Slot, _shard.Now);
            Drain();
        }

        Mix.SetHears(command.Leg, command.Hears);
        Mix.SetMuted(command.Leg, command.Muted);
    }

    /// <summary>The leg hears a source and nobody hears the leg.</summary>
    public void Play(PlayMedia command)
    {
        Prompts.Replace(command.Leg);
        Hear(command.Leg, command.Source);
    }

    /// <summary>The same, without a word to its prompt.</summary>
    public void Hear(LegId named, MediaSource source)
    {
        if (Find(named) is not { } leg)
        {
            return;
        }

        switch (source)
        {
            case MediaSource.Echo:
                _media.Echo(leg.Slot, _shard.Now);
                break;
            case MediaSource.Silence:
                _media.Silence(leg.Slot, _shard.Now);
                break;
            default:
                _media.Play(leg.Slot, _resources.Sound(source), _shard.Now);
                break;
        }

        Drain();
        Deafen(leg);
    }

    /// <summary>The leg hears what is given, and nobody hears the leg.</summary>
    public void Hear(LegId named, AudioSource source)
    {
        if (Find(named) is { } leg)
        {
            _media.Play(leg.Slot, source, _shard.Now);
            Drain();
            Deafen(leg);
        }
    }

    /// <summary>Sends digits to the party.</summary>
    public void SendDigits(SendDigits command)
    {
        if (Find(command.Leg) is { } leg)
        {
            _media.SendDigits(leg.Slot, command.Digits, _shard.Now);
            Drain();
        }
    }

    /// <summary>Ends a recording or a fax; <see cref="RecordingClosed"/> follows when all of it is stored.</summary>
    public void StopRecording(RecordingId recording)
    {
        if (!Faxes.Stop(recording))
        {
            Tape.Stop(recording);
        }
    }

    /// <summary>Frees the leg's ports.</summary>
    public void Close(LegId leg)
    {
        if (Find(leg) is { } found)
        {
            ReportQuality(found, _media.Statistics(found.Slot));
            RemoveLeg(found);
        }
    }

    /// <summary>Frees everything.</summary>
    public void CloseAll()
    {
        Tape.Stop(null);
        Faxes.StopAll(TakeEnd.Closed);
        foreach (var leg in _legs.Values.ToList())
        {
            RemoveLeg(leg);
        }

        _shard.Remove(this);
    }

    /// <summary>The machine failed: every leg is reported as lost, and its grain ends the call.</summary>
    public void Break()
    {
        foreach (var leg in _legs.Values)
        {
            _report(new MediaLost(leg.Leg, Utc));
        }
    }

    /// <summary>A datagram came to one of the call's ports. The hot path.</summary>
    public void Receive(MediaPort port, Span<byte> buffer, int length, in MediaEndpoint source)
    {
        _shard.CountReceived(port.IsRtcp);
        if (Faxes.IsAnyT38 && !port.IsRtcp && LegAt(port.Slot) is { } fax && Faxes.Receive(fax, buffer[..length], source))
        {
            return;
        }

        var forward = _media.Receive(port.Slot, port.IsRtcp, buffer, length, source, _shard.Now);
        Send(buffer, forward);
        Drain();
    }

    /// <summary>SRTP or SRTCP of a browser. The hot path.</summary>
    public void ReceiveSecure(BrowserPeer peer, bool isRtcp, Span<byte> buffer, int length)
    {
        _shard.CountReceived(isRtcp);
        Send(buffer, _media.ReceiveSecure(peer.Slot, peer.Connection, buffer, length, _shard.Now));
        Drain();
    }

    /// <summary>A connectivity check of a browser; accepted, it proves where the browser is.</summary>
    public IceStatus ReceiveCheck(BrowserPeer peer, scoped in StunReader check, in IceFlow source)
    {
        var status = _media.ReceiveCheck(peer.Slot, peer.Connection, check, source, _shard.Now);
        Drain();
        return status;
    }

    /// <summary>A TCP connection of a browser has ended.</summary>
    public void CloseFlow(BrowserPeer peer, in IceFlow flow)
    {
        _media.CloseFlow(peer.Slot, flow, _shard.Now);
        Drain();
    }

    /// <summary>A browser's handshake succeeded.</summary>
    public void Secure(BrowserPeer peer, SrtpKeys keys)
    {
        _media.Secure(peer.Slot, peer.Connection, keys, _shard.Now);
        Drain();
    }

    /// <summary>A browser said goodbye, or its handshake failed. Its leg goes on: the page may be loading anew.</summary>
    public void EndConnection(BrowserPeer peer)
    {
        _media.CloseConnection(peer.Slot, peer.Connection, _shard.Now);
        Drain();
    }

    /// <summary>A browser is not who its description says, or cannot do SRTP: when it has no other connection, its call is told that it is refused.</summary>
    public void RefuseConnection(BrowserPeer peer, DtlsStatus why)
    {
        EndConnection(peer);
        if (_bySlot[peer.Slot.Index] is { } leg && !_media.HasConnection(peer.Slot))
        {
            Refuse(leg.Leg, 488, why == DtlsStatus.NoProfile ? "The browser has no SRTP profile of ours." : "The certificate is not the one that the description names.");
        }
    }

    /// <summary>Does what is due by the clock; returns when to look again at the latest, as long as nobody sends the shard a message.</summary>
    public long Tick()
    {
        var isFax = Faxes.IsAnyT38;
        if (isFax)
        {
            Faxes.Tick();
        }

        if (_media.Deadline <= _shard.Now)
        {
            _media.Tick(_shard.Now);
            Drain();
        }

        // What packets of a browser or a fax begin has deadlines of its own.
        return isFax || _hasBrowser ? _shard.Now : _media.Deadline;
    }

    /// <summary>Adds what the legs dropped to the shard's counters; returns how many legs there are.</summary>
    public int CountDrops()
    {
        foreach (var leg in _legs.Values)
        {
            CountDrops(leg);
        }

        return _legs.Count;
    }

    /// <summary>Whether the leg is open.</summary>
    public bool Has(LegId leg) => Find(leg) is not null;

    /// <summary>The leg's place in the machine; none for one that is not open.</summary>
    public LegSlot SlotOf(LegId? leg) => leg is { } named && Find(named) is { } found ? found.Slot : LegSlot.None;

    /// <summary>The leg at a place; null when there is none.</summary>
    public LegId? LegAt(LegSlot slot) => (uint)slot.Index < (uint)_bySlot.Length ? _bySlot[slot.Index]?.Leg : null;

    private MediaEndpoint ImagePort(MediaLegSocket leg) => MediaEndpoint.FromAddress(_resources.PublicAddress, (ushort)leg.Pair!.RtpPort);

    private DateTimeOffset Utc => _resources.Clock.Utc;

    private MediaLegSocket? Find(LegId leg) => _legs.GetValueOrDefault(leg.Number);

    private LegSlot FreeSlot()
    {
        var index = Array.IndexOf(_bySlot, null);
        return index < 0 ? LegSlot.None : new LegSlot(index);
    }

    private MediaLegSocket? AddLeg(OpenMedia command, LegSlot slot, byte[]? offer, MediaEndpoint signallingSource)
    {
        if (MediaLegMaker.Make(_shard, _resources, this, command, slot, offer) is not { } added)
        {
            return null;
        }

        _media.AddLeg(slot, MediaLegMaker.Options(_resources, added, command, signallingSource), _shard.Now);
        Drain();
        _legs.Add(command.Leg.Number, added);
        _hasBrowser |= added.Browser is not null;
        _bySlot[slot.Index] = added;
        _tallies[slot.Index] = default;
        return added;
    }

    private void RemoveLeg(MediaLegSocket leg)
    {
        Prompts.Replace(leg.Leg);
        Faxes.Left(leg.Leg);
        CountDrops(leg);
        _media.RemoveLeg(leg.Slot, _shard.Now);
        Drain();
        foreach (var other in _legs.Values)
        {
            other.Partner = other.Partner == leg.Slot ? LegSlot.None : other.Partner;
            other.Hears = other.Hears == leg.Slot ? LegSlot.None : other.Hears;
        }

        _legs.Remove(leg.Leg.Number);
        _bySlot[leg.Slot.Index] = null;
        if (leg.Pair is { } pair)
        {
            _shard.Unwatch(leg.Rtp!);
            _shard.Unwatch(leg.Rtcp!);
            _resources.Ports.Close(pair);
        }
    }

    /// <summary>The machine keeps who hears the leg; the contract says that nobody does while it hears a source.</summary>
    private void Deafen(MediaLegSocket leg)
    {
        leg.Hears = LegSlot.None;
        foreach (var other in _legs.Values)
        {
            if (other.Hears == leg.Slot)
            {
                other.Hears = LegSlot.None;
                _media.Silence(other.Slot, _shard.Now);
                Drain();
            }
        }
    }

    private void Offer(MediaLegSocket leg, LegSlot codecsFrom, bool reportSdp)
    {
        var offer = Encoding.UTF8.GetString(_media.MakeOffer(leg.Slot, codecsFrom, _shard.Now));
        Drain();
        leg.Described = leg.PendingOffer = offer;
        if (reportSdp)
        {
            _report(new MediaOffered(leg.Leg, Utc, offer));
        }
    }

    private string Answer(MediaLegSocket leg)
    {
        var answer = _media.MakeAnswer(leg.Slot, leg.Partner, _shard.Now);
        Drain();
        var text = Encoding.UTF8.GetString(answer);
        leg.Described = text.Length > 0 ? text : leg.Described;
        return text;
    }

    private void Refuse(LegId leg, int code, string text) =>
        _report(new MediaRefused(leg, Utc, new CallFailure(code, text, RetrySafe: code == 503, RetryAfterSeconds: code == 503 ? RetryAfterSeconds : null)));

    private void CountDrops(MediaLegSocket leg)
    {
        if (_media.Statistics(leg.Slot) is { } statistics)
        {
            _tallies[leg.Slot.Index].Add(statistics, _shard.Counters);
        }
    }

    private void Drain()
    {
        while (_media.TryTake(out var effect))
        {
            Do(effect);
        }
    }

    private void Do(in MediaEffect effect)
    {
        if (effect.Kind == MediaEffectKind.RecordingChunk)
        {
            Tape.Take(effect.Chunk!);
            return;
        }

        if ((uint)effect.Leg.Index >= (uint)_bySlot.Length || _bySlot[effect.Leg.Index] is not { } leg)
        {
            return;
        }

        switch (effect.Kind)
        {
            case MediaEffectKind.Send:
                leg.Send(effect.Packet.Span, effect.Destination, effect.Stream, effect.IsRtcp);
                break;
            case MediaEffectKind.MediaUp:
                _report(new MediaUp(leg.Leg, Utc));
                break;
            case MediaEffectKind.MediaLost:
                _report(new MediaLost(leg.Leg, Utc));
                break;
            case MediaEffectKind.Dtmf:
                _report(new LegDigit(leg.Leg, Utc, effect.Digit.Digit, (int)effect.Digit.Duration.TotalMilliseconds));
                Prompts.Interrupt(leg.Leg);
                break;
            case MediaEffectKind.AnswerOutdated:
                _report(new MediaOutdated(leg.Leg, Utc));
                break;
            case MediaEffectKind.Quality:
                ReportQuality(leg, effect.Statistics);
                break;
            case MediaEffectKind.UfragAdded:
            case MediaEffectKind.PeerNamed:
            case MediaEffectKind.UfragRetired:
            case MediaEffectKind.FlowSelected:
            case MediaEffectKind.ConnectionClosed:
                leg.Browser!.Do(effect);
                break;
            case MediaEffectKind.SourceEnded:
                Prompts.SourceEnded(leg.Leg);
                break;
            case MediaEffectKind.DigitsSent:
            default:
                break;
        }
    }

    private void Send(Span<byte> buffer, in RtpForward forward)
    {
        if (!forward.IsNone && _bySlot[forward.Target.Index] is { } target)
        {
            target.Send(buffer[..forward.Length], forward.Destination, forward.Stream, isRtcp: false);
        }
    }

    private void ReportQuality(MediaLegSocket leg, LegStatistics? statistics)
    {
        if (statistics is { Received: > 0 })
        {
            leg.Measured(statistics);
            _report(new MediaQuality(
                leg.Leg, Utc, statistics.Received, statistics.Lost, statistics.Jitter.TotalMilliseconds, statistics.RoundTrip?.TotalMilliseconds));
        }
    }
}
