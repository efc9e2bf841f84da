using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Fax;

/// <summary>A party's fax machine talks with ours. The two machines end it between themselves, or the party hangs up.</summary>
[GenerateSerializer, Alias("rtc.state.FaxRun")]
internal sealed class FaxRun : CallProgram
{
    /// <summary>When a machine is given up that says nothing: of itself it ends after an hour.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(65);

    /// <summary>Whose fax it is.</summary>
    [Id(0)]
    public UserId Owner { get; set; }

    /// <summary>What our machine calls itself.</summary>
    [Id(1)]
    public string Station { get; set; } = "";

    /// <inheritdoc/>
    public override bool IsAnswer => true;

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg)
    {
        // From here on nothing of it is sound; until here it was to have a codec that a modem gets through.
        turn.State.Record = false;
        Until = turn.Now + Longest;
        Faxing.Receive(turn, leg, Owner, Station);
    }

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => Faxing.Finish(turn);

    /// <inheritdoc/>
    public override bool HoldChanged(CallTurn turn, CallLeg leg) => true;
}
