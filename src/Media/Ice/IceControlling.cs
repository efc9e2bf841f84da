using System.Diagnostics;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>
/// A controlling agent with one local and one remote candidate, sans-IO: for callers that talk to an ICE-lite edge. It nominates with its
/// first check, repeats it as RFC 8489 §6.2 says, and keeps consent (RFC 7675).
/// </summary>
/// <remarks>
/// Every check nominates, those of consent too, as browsers do it with a lite peer: so a changed network needs no more than
/// <see cref="CheckNow"/>. Transaction ids come from the seed; a host that the peer must not be able to predict draws it at random.
/// Contract as of <see cref="IceLite"/>: one change, then drain all effects, then the next change.
/// </remarks>
public sealed class IceControlling
{
    private const int RoomOfACheck = 640;

    private readonly IceControllingOptions _options;
    private readonly MediaSeed _seed;
    private readonly IceCounts _counts = new();
    private readonly CheckTransactions _transactions = new();
    private readonly Queue<IceEffect> _effects = new(4);
    private readonly byte[] _check = new byte[RoomOfACheck];
    private readonly byte[] _answer = new byte[StunBinding.MaxAnswer];
    private CheckRate _incoming;
    private IceCredentials _local;
    private IceCredentials _remote;
    private int _checkLength;
    private int _sent;
    private long _repeatAt = MediaClock.Never;
    private long _consentAt = MediaClock.Never;
    private long _consentUntil = MediaClock.Never;
    private long _now;

    /// <summary>An agent that sends its first check at once.</summary>
    /// <param name="options">Credentials, addresses, timers.</param>
    /// <param name="seed">64 random bits for transaction ids and the spread of consent checks.</param>
    /// <param name="now">Ticks of a monotonic clock.</param>
    public IceControlling(IceControllingOptions options, ulong seed, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _seed = new MediaSeed(seed);
        _local = options.Local;
        _remote = options.Remote;
        _incoming = new CheckRate(IceLiteOptions.Default.StrangerChecksPerSecond, now);
        _now = now;
        BeginCheck(now);
    }

    /// <summary>Whether the pair is selected and its consent is fresh.</summary>
    public bool IsConnected => _consentUntil != MediaClock.Never;

    /// <summary>Where the peer sees us; <c>default</c> before its first answer.</summary>
    public MediaEndpoint Mapped { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do; <see cref="MediaClock.Never"/> when it is over.</summary>
    public long Deadline => Math.Min(_repeatAt, Math.Min(_consentAt, _consentUntil));

    /// <summary>The next effect; false when there is none.</summary>
    public bool TryTake(out IceEffect effect) => _effects.TryDequeue(out effect);

    /// <summary>How often a status was said.</summary>
    public long Count(IceStatus status) => _counts[status];

    /// <summary>Takes a STUN packet from the peer; an answer to a check of its own is a Send effect.</summary>
    public IceStatus Receive(ReadOnlySpan<byte> packet, in IceFlow source, long now)
    {
        Begin(now);
        return _counts.Add(
            StunReader.TryRead(packet, out var message) != StunStatus.Ok ? IceStatus.Malformed
            : message.Class is StunClass.Success or StunClass.Error ? TakeAnswer(message, source, now)
            : TakeCheck(message, source, now));
    }

    /// <summary>Repeats a check, asks for consent, gives up: whatever is due.</summary>
    public void Tick(long now)
    {
        Begin(now);
        if (now >= _consentUntil)
        {
            End(IceEffectKind.ConsentLost);
        }
        else if (now >= _repeatAt)
        {
            RepeatCheck(now);
        }
        else if (now >= _consentAt)
        {
            WriteCheck();
            Send(_check.AsMemory(0, _checkLength), _options.Destination);
            AskForConsentLater(now);
        }
    }

    /// <summary>Our network has changed, or may have: checks the pair at once, with repetitions.</summary>
    public void CheckNow(long now)
    {
        Begin(now);
        BeginCheck(now);
    }

    /// <summary>ICE restart with the credentials of the new descriptions.</summary>
    public void Restart(IceCredentials local, IceCredentials remote, long now)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(remote);
        Begin(now);
        (_local, _remote) = (local, remote);
        _transactions.Clear();
        BeginCheck(now);
    }

    private IceStatus TakeAnswer(scoped in StunReader message, in IceFlow source, long now)
    {
        // An error without integrity may come from anybody who saw the check: it ends nothing (RFC 8489 §9.1.4).
        if (source != _options.Destination || !_transactions.IsOpen(message.TransactionId))
        {
            return IceStatus.UnexpectedResponse;
        }

        if (!message.Verify(_remote.Key))
        {
            return IceStatus.BadIntegrity;
        }

        _transactions.Close(message.TransactionId);
        if (message.Class == StunClass.Error)
        {
            End(IceEffectKind.Failed);
            return message.ErrorCode == (int)StunErrorCode.RoleConflict ? IceStatus.RoleConflict : IceStatus.Refused;
        }

        Mapped = message.XorMappedAddress;
        if (!IsConnected)
        {
            _effects.Enqueue(new IceEffect { Kind = IceEffectKind.Selected, Flow = _options.Destination });
        }

        _repeatAt = MediaClock.Never;
        _consentUntil = now + _options.ConsentLifetime.Ticks;
        AskForConsentLater(now);
        return IceStatus.Accepted;
    }

    /// <summary>A full peer checks the pair too (RFC 8445 §7.3).</summary>
    private IceStatus TakeCheck(scoped in StunReader message, in IceFlow source, long now)
    {
        var status = IncomingCheck.Inspect(message, source);
        if (status == IceStatus.Accepted && !_incoming.TryTake(now))
        {
            status = IceStatus.Flood;
        }

        if (status != IceStatus.Accepted)
        {
            return status;
        }

        var addressed = message.LocalUfrag.SequenceEqual(_local.UfragBytes) ? _local : null;
        status = IncomingCheck.Authenticate(message, addressed);
        if (status == IceStatus.Accepted && message.IceControlling is { } theirs)
        {
            status = IceStatus.RoleConflict;
            if (_options.TieBreaker < theirs)
            {
                // We would have to become controlled (RFC 8445 §7.3.1.1), which this agent cannot: no pair of ours will be nominated.
                End(IceEffectKind.Failed);
                return status;
            }
        }

        var length = IncomingCheck.Answer(_answer, message, status, source, addressed);
        Send(_answer.AsMemory(0, length), source);
        return status;
    }

    private void BeginCheck(long now)
    {
        WriteCheck();
        _sent = 0;
        RepeatCheck(now);
    }

    private void RepeatCheck(long now)
    {
        var attempts = _options.Destination.IsTcp ? 1 : _options.Attempts;
        if (_sent == attempts)
        {
            _repeatAt = MediaClock.Never;
            if (!IsConnected)
            {
                End(IceEffectKind.Failed);
            }

            return;
        }

        var wait = _options.Destination.IsTcp ? _options.StreamTimeout.Ticks
            : _options.RetransmissionTimeout.Ticks * (_sent == attempts - 1 ? _options.LastWait : 1 << _sent);
        _sent++;
        _repeatAt = now + wait;
        Send(_check.AsMemory(0, _checkLength), _options.Destination);
    }

    private void WriteCheck()
    {
        var writer = new StunWriter(_check, StunClass.Request, _transactions.Open(_seed.Next(), _seed.Next()));
        writer.Username(_remote.UfragBytes, _local.UfragBytes);
        writer.Priority(_options.Priority);
        writer.IceControlling(_options.TieBreaker);
        writer.UseCandidate();
        writer.Integrity(StunIntegrity.Sha1, _remote.Key);
        writer.Fingerprint();
        _checkLength = writer.Length;
    }

    private void AskForConsentLater(long now)
    {
        var fifth = _options.ConsentInterval / 5;
        _consentAt = now + (fifth * 4).Ticks + (long)(_seed.Next() % (ulong)(fifth * 2).Ticks);
    }

    private void Send(ReadOnlyMemory<byte> packet, in IceFlow flow) => _effects.Enqueue(new IceEffect { Kind = IceEffectKind.Send, Flow = flow, Packet = packet });

    private void End(IceEffectKind how)
    {
        (_repeatAt, _consentAt, _consentUntil) = (MediaClock.Never, MediaClock.Never, MediaClock.Never);
        _transactions.Clear();
        _effects.Enqueue(new IceEffect { Kind = how, Flow = _options.Destination });
    }

    private void Begin(long now)
    {
        Debug.Assert(now >= _now, "now never goes back");
        _now = now;
    }
}
