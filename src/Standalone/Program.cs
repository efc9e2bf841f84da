using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge;
using RtcCluster.Standalone;

// The framework watches its configuration files by the kernel's events for all that is below them, and the data lie there: an event for each write of the databases. Looked at every 4 s instead.
Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", Environment.GetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER") ?? "true");

return await StrictStart.RunAsync(async () =>
{
    var app = WebApplication.CreateBuilder(args).AddRtcStandalone().Build();
    app.MapRtcEdge();
    app.PrintAddresses();
    await app.RunAsync();
});
