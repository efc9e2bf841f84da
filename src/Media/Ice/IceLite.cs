using System.Diagnostics;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Ice;

/// <summary>
/// The ICE-lite agent of one leg, sans-IO: it has one host candidate, sends no checks of its own, is always controlled, and answers and
/// believes the checks of a full agent. RFC 8445 §2.5, §7.3 and §8.2, consent by RFC 7675.
/// </summary>
/// <remarks>
/// <para>Contract: one change, then drain all effects, then the next change; <c>now</c> never goes back. The hot path allocates nothing.</para>
/// <para>A peer that changes its network nominates a pair from its new address: Selected comes again. Restart changes nothing until the peer
/// nominates a pair under the new credentials; until then both pairs of credentials are good.</para>
/// </remarks>
public sealed class IceLite
{
    private readonly IceLiteOptions _options;
    private readonly IceCounts _counts = new();
    private readonly Queue<IceEffect> _effects = new(4);
    private CheckRate _strangers;
    private CheckRate _known;
    private IceCredentials? _proven;
    private uint _priority;
    private long _nominatedAt;
    private long _heardAt;
    private long _now;

    /// <summary>An agent that waits for its first check.</summary>
    /// <param name="options">Timeouts and rates.</param>
    /// <param name="local">The credentials that our description gives to the peer.</param>
    /// <param name="now">Ticks of a monotonic clock.</param>
    public IceLite(IceLiteOptions options, IceCredentials local, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(local);
        _options = options;
        Local = local;
        _strangers = new CheckRate(options.StrangerChecksPerSecond, now);
        _known = new CheckRate(options.SelectedChecksPerSecond, now);
        _now = now;
    }

    /// <summary>The credentials for our next description.</summary>
    public IceCredentials Local { get; private set; }

    /// <summary>Where media goes; <c>default</c> before the first nomination and after consent was lost.</summary>
    public IceFlow Selected { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do; <see cref="MediaClock.Never"/> while no pair is selected.</summary>
    public long Deadline => Selected.IsNone ? MediaClock.Never : _heardAt + _options.ConsentLifetime.Ticks;

    /// <summary>The next effect; false when there is none.</summary>
    public bool TryTake(out IceEffect effect) => _effects.TryDequeue(out effect);

    /// <summary>How often a status was said.</summary>
    public long Count(IceStatus status) => _counts[status];

    /// <summary>Takes a STUN packet as it came; see the other overload.</summary>
    public IceVerdict Receive(ReadOnlySpan<byte> packet, in IceFlow source, Span<byte> answer, long now) =>
        StunReader.TryRead(packet, out var message) == StunStatus.Ok ? Receive(message, source, answer, now) : new IceVerdict(_counts.Add(IceStatus.Malformed));

    /// <summary>Takes a STUN message that came for this leg, and says what to send back to its source.</summary>
    /// <param name="message">The message.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="answer">Room for the answer: <see cref="StunBinding.MaxAnswer"/> bytes.</param>
    /// <param name="now">Ticks.</param>
    public IceVerdict Receive(scoped in StunReader message, in IceFlow source, Span<byte> answer, long now)
    {
        Begin(now);
        var status = IncomingCheck.Inspect(message, source);
        if (status == IceStatus.Accepted && !(source == Selected ? _known.TryTake(now) : _strangers.TryTake(now)))
        {
            status = IceStatus.Flood;
        }

        if (status != IceStatus.Accepted)
        {
            return new IceVerdict(_counts.Add(status));
        }

        var addressed = Addressed(message.LocalUfrag);
        status = IncomingCheck.Authenticate(message, addressed);
        if (status == IceStatus.Accepted && message.IceControlled is not null)
        {
            // A lite agent never controls, whatever the tie-breaker: the peer has to change its mind (RFC 8445 §6.1.1).
            status = IceStatus.RoleConflict;
        }

        if (status == IceStatus.Accepted)
        {
            Believe(message, source, addressed!, now);
        }

        return new IceVerdict(_counts.Add(status), IncomingCheck.Answer(answer, message, status, source, addressed));
    }

    /// <summary>Gives up a pair whose consent has run out.</summary>
    public void Tick(long now)
    {
        Begin(now);
        if (now >= Deadline)
        {
            LoseConsent();
        }
    }

    /// <summary>ICE restart (RFC 8445 §9): new credentials for our description. What is selected stays, and its credentials too, until the peer nominates anew.</summary>
    public void Restart(IceCredentials fresh, long now)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        Begin(now);
        if (Local != _proven)
        {
            Retire(Local);
        }

        Local = fresh;
    }

    /// <summary>A TCP connection ended, or the host forgets a flow: nothing can be sent there any more.</summary>
    public void Close(in IceFlow flow, long now)
    {
        Begin(now);
        if (!Selected.IsNone && flow == Selected)
        {
            LoseConsent();
        }
    }

    private IceCredentials? Addressed(ReadOnlySpan<byte> ufrag) =>
        ufrag.SequenceEqual(Local.UfragBytes) ? Local : _proven is { } proven && ufrag.SequenceEqual(proven.UfragBytes) ? proven : null;

    private void Believe(scoped in StunReader check, in IceFlow source, IceCredentials addressed, long now)
    {
        if (check.UseCandidate)
        {
            Nominate(source, addressed, check.Priority, now);
        }

        if (source == Selected)
        {
            _heardAt = now;
        }
    }

    private void Nominate(in IceFlow source, IceCredentials addressed, uint priority, long now)
    {
        var isNewSession = addressed != _proven;
        if (isNewSession)
        {
            if (_proven is not null)
            {
                Retire(_proven);
            }

            _proven = addressed;
        }
        else if (source != Selected && !Selected.IsNone && priority < _priority && now - _nominatedAt < _options.NominationWindow.Ticks)
        {
            return;
        }

        (_priority, _nominatedAt) = (priority, now);
        if (source != Selected)
        {
            Selected = source;
            _effects.Enqueue(new IceEffect { Kind = IceEffectKind.Selected, Flow = source });
        }
    }

    private void LoseConsent()
    {
        _effects.Enqueue(new IceEffect { Kind = IceEffectKind.ConsentLost, Flow = Selected });
        Selected = default;
    }

    private void Retire(IceCredentials old) => _effects.Enqueue(new IceEffect { Kind = IceEffectKind.UfragRetired, Ufrag = old.Ufrag });

    private void Begin(long now)
    {
        Debug.Assert(now >= _now, "now never goes back");
        _now = now;
    }
}
