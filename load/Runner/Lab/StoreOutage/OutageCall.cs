using RtcCluster.Load.Runner.Lab.Calls;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>A call that the outage meets.</summary>
/// <param name="Call">The call.</param>
/// <param name="State">Where the outage meets it.</param>
/// <param name="HangsUp">Whether somebody hangs up while the store is away; all others take their next action when it is back.</param>
internal sealed record OutageCall(LabCall Call, LabState State, bool HangsUp);
