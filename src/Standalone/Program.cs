using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge;
using RtcCluster.Edge.Administration;
using RtcCluster.Silo.Administration;
using RtcCluster.Standalone;

// The framework watches its configuration files by the kernel's events for all that is below them, and the data lie there: an event for each write of the databases. Looked at every 4 s instead.
Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", Environment.GetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER") ?? "true");

var exitCode = 0;
var refused = await StrictStart.RunAsync(async () =>
{
    if (RecordingsCommand.IsAsked(args))
    {
        exitCode = RecordingsCommand.Read(args, Console.Error) is { } command
            ? await command.RunAsync(WebApplication.CreateBuilder([.. command.Settings]).AddRtcStandalone().Build().Services, Console.Out, Console.Error)
            : RecordingsCommand.ExitCodeOfMisuse;
        return;
    }

    if (LedgerCommand.IsAsked(args))
    {
        exitCode = LedgerCommand.Read(args, Console.Error) is { } command
            ? await command.RunAsync(WebApplication.CreateBuilder([.. command.Settings]).AddRtcStandalone().Build().Services, Console.Out, Console.Error)
            : LedgerCommand.ExitCodeOfMisuse;
        return;
    }

    if (AuditCommand.IsAsked(args))
    {
        exitCode = AuditCommand.Read(args, Console.Error) is { } command
            ? await command.RunAsync(WebApplication.CreateBuilder([.. command.Settings]).AddRtcStandalone().Build().Services, Console.Out, Console.Error)
            : AuditCommand.ExitCodeOfMisuse;
        return;
    }

    var app = WebApplication.CreateBuilder(args).AddRtcStandalone().Build();
    app.MapRtcEdge();
    app.PrintAddresses();
    await app.RunAsync();
});
return refused != 0 ? refused : exitCode;
