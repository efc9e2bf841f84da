using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>One turn of an agent: the state that is being changed, the time, and the effects so far.</summary>
internal sealed class AgentTurn(AgentState state, DateTimeOffset now)
{
    private readonly List<(QueueId Queue, long Offer, AgentAnswerKind Kind)> _answers = [];
    private readonly List<AgentTell> _tells = [];
    private bool _save;
    private bool _changed;

    /// <summary>The state; changed in place.</summary>
    public AgentState State { get; } = state;

    /// <summary>The time of the turn (UTC).</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The answer to a person.</summary>
    public AgentReceipt? Receipt { get; set; }

    /// <summary>What the agent has begun in this turn, last.</summary>
    public AgentWork? Begun { get; set; }

    /// <summary>Answers to offers so far; they go out with the news of the turn's end.</summary>
    public IReadOnlyList<(QueueId Queue, long Offer, AgentAnswerKind Kind)> Answers => _answers;

    /// <summary>The state must be written before anybody is told.</summary>
    public void Save() => (_save, _changed) = (true, true);

    /// <summary>The state has changed, but an activation that does not know of it comes to the same: it is written with the next one that must be.</summary>
    public void Note() => _changed = true;

    /// <summary>Answers an offer.</summary>
    public void Answer(QueueId queue, long offer, AgentAnswerKind kind) => _answers.Add((queue, offer, kind));

    /// <summary>Tells a queue.</summary>
    public void Tell(AgentTell tell) => _tells.Add(tell);

    /// <summary>The agent does something else from now on.</summary>
    /// <param name="status">What.</param>
    /// <param name="reason">Why, when it is a pause.</param>
    /// <param name="follows">True when it follows from the saved state and the clock, so that it need not be written at once.</param>
    /// <param name="at">Since when, not after now; null: from now on.</param>
    public void Become(AgentStatus status, string? reason = null, bool follows = false, DateTimeOffset? at = null)
    {
        var since = at ?? Now;
        if (State.Status == AgentStatus.Paused)
        {
            var before = State.PausedSeconds.GetValueOrDefault(State.Reason ?? "");
            State.PausedSeconds = State.PausedSeconds.SetItem(State.Reason ?? "", before + (long)(since - State.Since).TotalSeconds);
        }

        (State.Status, State.Reason, State.Since, State.Until) = (status, reason, since, null);
        WorkLog.Changed(this, since);
        _save |= !follows;
        Note();
    }

    /// <summary>The effects of the turn.</summary>
    public AgentEffects Effects()
    {
        if (_changed)
        {
            // By the clock, so that an agent whose state was lost and begins anew is not ignored as old.
            State.Shown = Math.Max(State.Shown + 1, Now.UtcTicks);
        }

        return new AgentEffects(_save, _changed, _tells, Receipt);
    }
}
