using RtcCluster.Cluster;
using RtcCluster.Cluster.Administration;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Silo;
using RtcCluster.Silo.Administration;
using RtcCluster.Storage;

var exitCode = 0;
var refused = await StrictStart.RunAsync(async () =>
{
    OperatorCommandReader[] commands =
    [
        new(LedgerCommand.IsAsked, LedgerCommand.Read),
        new(BackupCommand.IsAsked, BackupCommand.Read),
        new(SubscriptionCommand.IsAsked, SubscriptionCommand.Read),
        new(RightsCommand.IsAsked, RightsCommand.Read),
        new(AuditCommand.IsAsked, AuditCommand.Read),
    ];
    if (await OperatorCommands.RunAsync(args, commands, settings => WithStores(settings).Build().Services) is { } code)
    {
        exitCode = code;
        return;
    }

    var builder = WithStores(args);
    builder.AddRtcCluster(ClusterRoles.Core);
    builder.AddRtcSilo();
    builder.AddSiloAdministration();
    builder.AddSiloDemo();

    var app = builder.Build();
    app.MapSiloAdministration();
    await app.RunAsync();
});
return refused != 0 ? refused : exitCode;

static WebApplicationBuilder WithStores(string[] settings)
{
    var builder = WebApplication.CreateBuilder(settings);
    builder.Configuration.AddMemberDefaults();
    var data = builder.Configuration.GetStrict<DataOptions>(DataOptions.Section);
    var root = builder.Environment.ContentRootPath;
    builder.Services.AddRtcStorage(builder.Configuration, data.Resolve(root), data.ResolveShared(root));
    return builder;
}
