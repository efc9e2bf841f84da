using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Silo;
using RtcCluster.Silo.Administration;
using RtcCluster.Storage;

var exitCode = 0;
var refused = await StrictStart.RunAsync(async () =>
{
    if (LedgerCommand.IsAsked(args))
    {
        exitCode = LedgerCommand.Read(args, Console.Error) is { } command
            ? await command.RunAsync(WithStores([.. command.Settings]).Build().Services, Console.Out, Console.Error)
            : LedgerCommand.ExitCodeOfMisuse;
        return;
    }

    if (AuditCommand.IsAsked(args))
    {
        exitCode = AuditCommand.Read(args, Console.Error) is { } command
            ? await command.RunAsync(WithStores([.. command.Settings]).Build().Services, Console.Out, Console.Error)
            : AuditCommand.ExitCodeOfMisuse;
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
