using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Queues;

/// <summary>An agent's seat in the queue: what the rules say of it, what the agent said last, and the one offer it has.</summary>
[GenerateSerializer, Alias("rtc.state.QueueSeat")]
internal sealed class QueueSeat
{
    /// <summary>The agent.</summary>
    [Id(0)]
    public UserId Agent { get; set; }

    /// <summary>Number of the seat; never used again.</summary>
    [Id(1)]
    public long Number { get; set; }

    /// <summary>True while the agent is a member.</summary>
    [Id(2)]
    public bool Serves { get; set; }

    /// <summary>Place among the members.</summary>
    [Id(3)]
    public int Order { get; set; }

    /// <summary>Chance in a weighted draw.</summary>
    [Id(4)]
    public int Weight { get; set; }

    /// <summary>The version of the rules that the agent confirmed.</summary>
    [Id(5)]
    public long Told { get; set; }

    /// <summary>How often the agent was told without confirming.</summary>
    [Id(6)]
    public int TellTries { get; set; }

    /// <summary>Version of the agent's last news.</summary>
    [Id(7)]
    public long Version { get; set; }

    /// <summary>What the agent is doing.</summary>
    [Id(8)]
    public AgentStatus Status { get; set; }

    /// <summary>True when the agent could take a call.</summary>
    [Id(9)]
    public bool Free { get; set; }

    /// <summary>Since when without a call.</summary>
    [Id(10)]
    public DateTimeOffset IdleSince { get; set; }

    /// <summary>What the agent is good at.</summary>
    [Id(11)]
    public ImmutableArray<AgentSkill> Skills { get; set; } = [];

    /// <summary>The one offer.</summary>
    [Id(12)]
    public SeatSlot? Slot { get; set; }

    /// <summary>Calls taken of this queue.</summary>
    [Id(13)]
    public int Calls { get; set; }

    /// <summary>Time talked in them.</summary>
    [Id(14)]
    public TimeSpan Talked { get; set; }

    /// <summary>The version of the rules that last changed whether the agent serves.</summary>
    [Id(15)]
    public long Rules { get; set; }

    /// <summary>Place among all members, counted.</summary>
    [Id(16)]
    public int Rank { get; set; }

    /// <summary>True when a caller may be offered to the agent, who knows by now that they serve this queue.</summary>
    public bool CanBeOffered => Serves && Free && Slot is null && Told >= Rules;

    /// <summary>Proficiency in a skill; 0 without it.</summary>
    public int Level(string skill)
    {
        foreach (var own in Skills.IsDefault ? [] : Skills)
        {
            if (own.Skill == skill)
            {
                return own.Level;
            }
        }

        return 0;
    }
}
