using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>One turn of an agent: the state that is being changed, the time, and the effects so far.</summary>
internal sealed class AgentTurn(AgentState state, DateTimeOffset now)
{
    private readonly List<(QueueId Queue, long Offer, AgentAnswerKind Kind)> _answers = [];
    private readonly List<AgentTell> _tells = [];
    private bool _save;

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
    public void Save() => _save = true;

    /// <summary>Answers an offer.</summary>
    public void Answer(QueueId queue, long offer, AgentAnswerKind kind) => _answers.Add((queue, offer, kind));

    /// <summary>Tells a queue.</summary>
    public void Tell(AgentTell tell) => _tells.Add(tell);

    /// <summary>The agent does something else from now on.</summary>
    public void Become(AgentStatus status, string? reason = null)
    {
        if (State.Status == AgentStatus.Paused)
        {
            var before = State.PausedSeconds.GetValueOrDefault(State.Reason ?? "");
            State.PausedSeconds = State.PausedSeconds.SetItem(State.Reason ?? "", before + (long)(Now - State.Since).TotalSeconds);
        }

        (State.Status, State.Reason, State.Since, State.Until) = (status, reason, Now, null);
        WorkLog.Changed(this);
        Save();
    }

    /// <summary>The effects of the turn.</summary>
    public AgentEffects Effects()
    {
        if (_save)
        {
            // By the clock, so that an agent whose state was lost and begins anew is not ignored as old.
            State.Shown = Math.Max(State.Shown + 1, Now.UtcTicks);
        }

        return new AgentEffects(_save, _tells, Receipt);
    }
}
