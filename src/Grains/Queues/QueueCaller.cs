using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Somebody who waits, is offered, talks, or is being sent away.</summary>
[GenerateSerializer, Alias("rtc.state.QueueCaller")]
internal sealed class QueueCaller
{
    /// <summary>Number of the place; never used again.</summary>
    [Id(0)]
    public long Number { get; set; }

    /// <summary>The call that waits, or waited before a call back was asked for.</summary>
    [Id(1)]
    public CallId Call { get; set; }

    /// <summary>Which visit of the call it is.</summary>
    [Id(2)]
    public int Visit { get; set; }

    /// <summary>Who it is.</summary>
    [Id(3)]
    public Party Caller { get; set; } = new("");

    /// <summary>The priority.</summary>
    [Id(4)]
    public int Priority { get; set; }

    /// <summary>Since when.</summary>
    [Id(5)]
    public DateTimeOffset Since { get; set; }

    /// <summary>Skills that are needed.</summary>
    [Id(6)]
    public ImmutableArray<SkillNeed> Needs { get; set; } = [];

    /// <summary>The agent whom the caller is kept for.</summary>
    [Id(7)]
    public UserId? Preferred { get; set; }

    /// <summary>Until when.</summary>
    [Id(8)]
    public DateTimeOffset PreferredUntil { get; set; }

    /// <summary>Where the caller stands.</summary>
    [Id(9)]
    public QueuePhase Phase { get; set; }

    /// <summary>Seats that have an offer of this caller which is not over.</summary>
    [Id(10)]
    public List<long> Seats { get; set; } = [];

    /// <summary>The wait that was estimated at the join.</summary>
    [Id(11)]
    public TimeSpan Estimate { get; set; }

    /// <summary>Prompts that were heard to their end.</summary>
    [Id(12)]
    public int Prompts { get; set; }

    /// <summary>The number to be called back at; null for somebody who is on the line.</summary>
    [Id(13)]
    public string? Callback { get; set; }

    /// <summary>How often it was called.</summary>
    [Id(14)]
    public int Attempts { get; set; }

    /// <summary>Not to be called before.</summary>
    [Id(15)]
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Where the caller is sent.</summary>
    [Id(16)]
    public string? SendTo { get; set; }

    /// <summary>Why.</summary>
    [Id(17)]
    public QueueJoinStatus Reason { get; set; }

    /// <summary>True when the wait was counted: who is called back again was answered once.</summary>
    [Id(18)]
    public bool Counted { get; set; }

    /// <summary>How often an agent was there and the number could not be called: such a try is no attempt.</summary>
    [Id(50)]
    public int Untried { get; set; }

    /// <summary>When the caller asked to be called back.</summary>
    [Id(150)]
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Number of the last announcement.</summary>
    [Id(60)]
    public int Announced { get; set; }

    /// <summary>The announcement that played the last prompt; it counts as played when it was heard.</summary>
    [Id(61)]
    public int PromptAnnounced { get; set; }

    /// <summary>The last announcement that was heard to its end.</summary>
    [Id(62)]
    public int Heard { get; set; }

    /// <summary>How many were.</summary>
    [Id(63)]
    public int Told { get; set; }

    /// <summary>The proficiency that is needed at a moment.</summary>
    public int Needed(SkillNeed need, DateTimeOffset now)
    {
        var level = need.Level;
        foreach (var step in need.Relax.IsDefault ? [] : need.Relax)
        {
            if (now - Since >= step.After)
            {
                level = step.Level;
            }
        }

        return level;
    }
}
