using RtcCluster.Cluster.Administration;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge;
using RtcCluster.Edge.Administration;
using RtcCluster.Silo.Administration;
using RtcCluster.Standalone;

var exitCode = 0;
var refused = await StrictStart.RunAsync(async () =>
{
    OperatorCommandReader[] commands =
    [
        new(RecordingsCommand.IsAsked, RecordingsCommand.Read),
        new(LedgerCommand.IsAsked, LedgerCommand.Read),
        new(BackupCommand.IsAsked, BackupCommand.Read),
        new(SubscriptionCommand.IsAsked, SubscriptionCommand.Read),
        new(RightsCommand.IsAsked, RightsCommand.Read),
        new(AuditCommand.IsAsked, AuditCommand.Read),
    ];
    if (await OperatorCommands.RunAsync(args, commands, settings => WebApplication.CreateBuilder(settings).AddRtcStandalone().Build().Services) is { } code)
    {
        exitCode = code;
        return;
    }

    var app = WebApplication.CreateBuilder(args).AddRtcStandalone().Build();
    app.MapRtcEdge();
    app.PrintAddresses();
    await app.RunAsync();
});
return refused != 0 ? refused : exitCode;
