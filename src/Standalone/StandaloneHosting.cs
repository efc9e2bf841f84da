using System.Globalization;
using RtcCluster.Cluster;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Edge;
using RtcCluster.Edge.Configuration;
using RtcCluster.Grains.Bench;
using RtcCluster.Silo;
using RtcCluster.Storage;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Standalone;

/// <summary>A silo and an edge in one process, with embedded stores and the demo tenant.</summary>
internal static class StandaloneHosting
{
    /// <summary>Composes the process.</summary>
    public static WebApplicationBuilder AddRtcStandalone(this WebApplicationBuilder builder)
    {
        // The file beside the program gives defaults, wherever it is started from; everything else overrides it.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Json.JsonConfigurationSource
        {
            Path = "appsettings.json",
            FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(AppContext.BaseDirectory),
            Optional = true,
        });
        var configuration = builder.Configuration;
        var data = configuration.GetStrict<DataOptions>(DataOptions.Section);
        var web = configuration.GetStrict<WebOptions>(WebOptions.Section);
        builder.Services.AddStrictOptions<DemoOptions>(DemoOptions.Section);
        var root = builder.Environment.ContentRootPath;
        builder.Services.AddRtcStorage(configuration, data.Resolve(root), data.ResolveShared(root));
        if (configuration.GetStrict<DemoOptions>(DemoOptions.Section).Enabled)
        {
            // Its accounts have passwords that everybody knows.
            new LoopbackRule("must be a loopback address while Demo:Enabled is true: the demo's passwords are known to everybody").Refuse(
                configuration.GetStrict<SipOptions>(SipOptions.Section), configuration.GetStrict<MediaOptions>(MediaOptions.Section), web);
            builder.Services.AddDemoSeed();
        }

        if (configuration.GetStrict<BenchOptions>(BenchOptions.Section) is { Enabled: true } bench)
        {
            builder.Services.AddBenchSeed(new BenchSeedOptions(bench.Source, bench.Target, bench.Users));
            builder.Services.AddSingleton(new BenchRules(BenchSeed.TenantId, BenchSeed.Trunk, bench.Record, bench.RegistrationsInMemory));
        }

        builder.AddRtcCluster(ClusterRoles.Core | ClusterRoles.Edge, configuration.GetStrict<EdgeOptions>(EdgeOptions.Section).EffectiveName);
        builder.AddRtcSilo();
        builder.AddRtcEdge();
        builder.WebHost.UseUrls(web.Urls);
        return builder;
    }

    /// <summary>Prints where everything is once it is there.</summary>
    public static WebApplication PrintAddresses(this WebApplication app)
    {
        if (string.Equals(app.Configuration["Logging:Console:FormatterName"], "json", StringComparison.OrdinalIgnoreCase))
        {
            // Whoever reads the output is a program.
            return app;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var sip = app.Configuration.GetStrict<SipOptions>(SipOptions.Section);
            var media = app.Configuration.GetStrict<MediaOptions>(MediaOptions.Section);
            var web = app.Configuration.GetStrict<WebOptions>(WebOptions.Section);
            var data = app.Configuration.GetStrict<DataOptions>(DataOptions.Section).Resolve(app.Environment.ContentRootPath);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                RtcCluster is ready.
                  web        {web.Url}
                  REST       {web.Url}api/v1   (OpenAPI {web.Url}openapi/v1.json, explorer {web.Url}scalar)
                  health     {web.AdminUrl ?? web.Url}healthz/ready   metrics {web.AdminUrl ?? web.Url}metrics
                  SIP        udp {sip.Udp}, tcp {sip.Tcp}, tls {sip.Tls}{(sip.WebSocket ? $", ws{web.Url.ToString()["http".Length..]}sip" : "")}
                  media      {media.PublicAddress ?? media.Address}, RTP {media.RtpPorts}
                  data       {data}
                """));
        });
        return app;
    }
}
