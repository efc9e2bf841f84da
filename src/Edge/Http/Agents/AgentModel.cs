using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>An agent, as the API shows it.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Status">What the agent is doing.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why paused.</param>
/// <param name="Next">What the agent will do after the call; null: take the next one.</param>
/// <param name="Queue">The queue of the call.</param>
/// <param name="Queues">The queues that the agent serves, in the agent's order.</param>
/// <param name="Calls">Calls taken.</param>
/// <param name="Misses">Calls that were not answered.</param>
/// <param name="PausedSeconds">Time paused, by reason.</param>
internal sealed record AgentModel(
    string Agent,
    AgentStatus Status,
    DateTimeOffset Since,
    string? Reason,
    AgentStatus? Next,
    string? Queue,
    IReadOnlyList<string> Queues,
    int Calls,
    int Misses,
    IReadOnlyDictionary<string, long> PausedSeconds)
{
    public static AgentModel Of(AgentView view) => new(
        view.Agent.Name,
        view.Status,
        view.Since,
        view.Reason,
        view.Next,
        view.Queue?.Name,
        [.. view.Queues.Select(queue => queue.Name)],
        view.Calls,
        view.Misses,
        view.PausedSeconds);
}

/// <summary>What an agent shall do.</summary>
/// <param name="State">The state.</param>
/// <param name="Reason">Why paused; needed for a pause.</param>
/// <param name="Force">With <see cref="AgentWish.LoggedOut"/>: not after the call but at once; the call itself goes on.</param>
public sealed record AgentStateChange(AgentWish State, [property: StringLength(64)] string? Reason = null, bool Force = false);

/// <summary>What a call came to.</summary>
/// <param name="Disposition">One of the queue's dispositions.</param>
public sealed record DispositionChange([property: Required, StringLength(64)] string Disposition);

/// <summary>What an administrator sets of an agent.</summary>
public sealed record AgentSettingsChange
{
    /// <summary>Skills with levels of 1 to 100; at most 64.</summary>
    [MaxLength(64)]
    public IReadOnlyList<AgentSkill> Skills { get; init; } = [];

    /// <summary>The agent's queues, the first served first.</summary>
    [MaxLength(64)]
    public IReadOnlyList<string> QueueOrder { get; init; } = [];

    /// <summary>What decides between queues that want the agent at the same moment.</summary>
    public QueueChoice Choice { get; init; }

    /// <summary>After how many calls in a row that were not answered the agent is paused; 0: never.</summary>
    [Range(0, 100)]
    public int PauseAfterMisses { get; init; } = 1;

    /// <summary>Reasons for a pause; empty: any.</summary>
    [MaxLength(64)]
    public IReadOnlyList<string> PauseReasons { get; init; } = [];

    internal AgentSettings ToSettings(TenantId tenant) => new()
    {
        Skills = [.. Skills],
        QueueOrder = [.. QueueOrder.Where(name => name.Length > 0).Select(name => new QueueId(tenant, name))],
        Choice = Choice,
        PauseAfterMisses = PauseAfterMisses,
        PauseReasons = [.. PauseReasons],
    };
}
