using System.CommandLine;
using RtcCluster.Load.Runner.Lab.Drain;
using RtcCluster.Load.Runner.Lab.Failover;
using RtcCluster.Load.Runner.Lab.Freezing;
using RtcCluster.Load.Runner.Lab.Ledgers;
using RtcCluster.Load.Runner.Lab.Partition;
using RtcCluster.Load.Runner.Lab.Privacy;
using RtcCluster.Load.Runner.Lab.Recordings;
using RtcCluster.Load.Runner.Lab.Restarts;
using RtcCluster.Load.Runner.Lab.StoreOutage;

namespace RtcCluster.Load.Runner.Lab;

/// <summary><c>lab</c>: faults under real processes, judged by what the parties of each call saw.</summary>
internal static class LabCommand
{
    /// <summary>The command; a subcommand for each lab.</summary>
    public static Command Make() => new("lab", "Faults in a cluster of real processes that the lab starts itself, judged by what the parties of each call saw.")
    {
        CallSurvivalCommand.Make(), FailoverCommand.Make(), RecordingCommand.Make(), FreezeCommand.Make(), PartitionCommand.Make(), LedgerCommand.Make(), StoreOutageCommand.Make(), DrainCommand.MakeDrain(), DrainCommand.MakeUpgrade(),
        RestartCommand.Make(), PrivacyCommand.Make(),
    };
}
