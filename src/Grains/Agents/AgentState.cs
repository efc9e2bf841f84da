using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>Everything an agent has to remember; written as a whole before anybody is told.</summary>
[GenerateSerializer, Alias("rtc.state.Agent")]
internal sealed class AgentState
{
    /// <summary>The agent.</summary>
    [Id(0)]
    public UserId Id { get; set; }

    /// <summary>Grows by one with each activation.</summary>
    [Id(1)]
    public long Epoch { get; set; }

    /// <summary>What an administrator decided.</summary>
    [Id(2)]
    public AgentSettings Settings { get; set; } = new();

    /// <summary>What the agent is doing.</summary>
    [Id(3)]
    public AgentStatus Status { get; set; }

    /// <summary>Since when.</summary>
    [Id(4)]
    public DateTimeOffset Since { get; set; }

    /// <summary>Why paused.</summary>
    [Id(5)]
    public string? Reason { get; set; }

    /// <summary>Since when without a call.</summary>
    [Id(6)]
    public DateTimeOffset IdleSince { get; set; }

    /// <summary>The one offer that the agent has.</summary>
    [Id(7)]
    public AgentSlot? Slot { get; set; }

    /// <summary>What comes after the call, when it is not the next one.</summary>
    [Id(8)]
    public AgentStatus? Next { get; set; }

    /// <summary>Why the agent will be paused.</summary>
    [Id(9)]
    public string? NextReason { get; set; }

    /// <summary>When a wrap-up or a rest is over; null while it waits for a disposition.</summary>
    [Id(10)]
    public DateTimeOffset? Until { get; set; }

    /// <summary>What the last call came to.</summary>
    [Id(11)]
    public string? Disposition { get; set; }

    /// <summary>The offer that is wrapped up.</summary>
    [Id(12)]
    public AgentSlot? Finished { get; set; }

    /// <summary>The queues.</summary>
    [Id(13)]
    public List<QueueLink> Links { get; set; } = [];

    /// <summary>Calls that come of no queue.</summary>
    [Id(14)]
    public HashSet<CallId> Engagements { get; set; } = [];

    /// <summary>Version of the news.</summary>
    [Id(15)]
    public long Version { get; set; }

    /// <summary>The news as they were told last.</summary>
    [Id(16)]
    public AgentNews? Told { get; set; }

    /// <summary>When news that were not confirmed are told again.</summary>
    [Id(17)]
    public DateTimeOffset? TellAgainAt { get; set; }

    /// <summary>Times that they were.</summary>
    [Id(18)]
    public int TellTries { get; set; }

    /// <summary>Reservations that came while other queues were still asked.</summary>
    [Id(19)]
    public List<AgentSlot> Bids { get; set; } = [];

    /// <summary>Until when they are.</summary>
    [Id(20)]
    public DateTimeOffset? BidsUntil { get; set; }

    /// <summary>Calls taken.</summary>
    [Id(21)]
    public int Calls { get; set; }

    /// <summary>Calls that were not answered.</summary>
    [Id(22)]
    public int Misses { get; set; }

    /// <summary>Of them those since the last one that was.</summary>
    [Id(23)]
    public int MissesInRow { get; set; }

    /// <summary>Time paused, by reason.</summary>
    [Id(24)]
    public ImmutableSortedDictionary<string, long> PausedSeconds { get; set; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Version of what people are shown; grows with each change.</summary>
    [Id(25)]
    public long Shown { get; set; }

    /// <summary>What the agent is doing, as the history knows it; null for one who does not work.</summary>
    [Id(110)]
    public AgentWork? Current { get; set; }

    /// <summary>Number of the last of these; null before the first.</summary>
    [Id(111)]
    public long? LastWork { get; set; }

    /// <summary>What the history has not confirmed, in order.</summary>
    [Id(112)]
    public List<AgentWork> Unwritten { get; set; } = [];

    /// <summary>True once there is an agent.</summary>
    public bool Exists => Epoch > 0;

    /// <summary>True when the agent could take a call now.</summary>
    public bool Free => Status == AgentStatus.Available && Engagements.Count == 0;

    /// <summary>True for somebody who serves a queue or is logged in.</summary>
    public bool Works => Status != AgentStatus.LoggedOut || Links.Exists(link => link.Serves);

    /// <summary>Forgets what was counted and said of somebody who is no user any more.</summary>
    public void ForgetWork()
    {
        (Reason, NextReason, Disposition, Finished) = (null, null, null, null);
        (Calls, Misses, MissesInRow) = (0, 0, 0);
        PausedSeconds = PausedSeconds.Clear();
    }

    /// <summary>The link to a queue; null when it was never heard of.</summary>
    public QueueLink? Link(QueueId queue) => Links.Find(link => link.Queue == queue);

    /// <summary>The next moment that something is due; null when nothing is.</summary>
    public DateTimeOffset? NextDeadline()
    {
        DateTimeOffset? next = null;
        foreach (var due in (ReadOnlySpan<DateTimeOffset?>)[Until, TellAgainAt, BidsUntil])
        {
            next = next is null || due < next ? due ?? next : next;
        }

        return next;
    }
}
