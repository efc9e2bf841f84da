using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class DemoSeedContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task StartMakesTheDemoTenantOfTheDesign_AndTheNextStartChangesNothing()
    {
        var settings = Engine.NewSettings();
        using (var first = Engine.NewHost(settings, services => services.AddDemoSeed()))
        {
            await first.StartAsync(Ct);
            var line = (await first.Services.GetRequiredService<IDirectory>().FindLineAsync("demo", "9196", Ct))!;
            await first.Services.GetRequiredService<IDirectoryWriter>().SaveLineAsync(line with { Name = "Changed by people" }, Ct);
            await first.StopAsync(Ct);
        }

        using var second = Engine.NewHost(settings, services => services.AddDemoSeed());
        await second.StartAsync(Ct);
        var directory = second.Services.GetRequiredService<IDirectory>();

        Assert.Equal(("demo.test", "CO", 1), Describe((await directory.FindTenantAsync("demo", Ct))!));
        Assert.Equal(
            ["admin 1000 Administrator", "agent1 1001 Agent", "agent2 1002 Agent", "agent3 1003 Agent", "agent4 1004 Agent", "supervisor 1005 Supervisor"],
            (await directory.ListUsersAsync("demo", ct: Ct)).Items.Select(u => $"{u.Name} {u.Extension} {u.Role}"));
        Assert.Equal(SipDigests.Compute("1003", "demo.test", "demo"), (await directory.FindSipAccountAsync("demo.test", "1003", Ct))!.Digests);
        Assert.Equal("carrier", (await directory.FindTrunkByAddressAsync(IPAddress.Parse("127.0.0.2"), Ct))?.Name);
        Assert.Equal(new TrunkPeer("127.0.0.2", 5080), Assert.Single((await directory.FindTrunkAsync("demo", "carrier", Ct))!.Peers));
        Assert.Equal((LineKind.Did, "3000"), await LineAsync(directory, "+576015550100"));
        Assert.Equal((LineKind.TrunkOut, "carrier"), await LineAsync(directory, "+573001234567"));
        Assert.Equal((LineKind.User, "agent2"), await LineAsync(directory, "1002"));
        Assert.Equal((LineKind.Queue, "sales"), await LineAsync(directory, "2001"));
        Assert.Equal((LineKind.Conference, "4009"), await LineAsync(directory, "4009"));
        Assert.Equal((LineKind.Park, ""), await LineAsync(directory, "700"));
        Assert.Equal((LineKind.ParkSlot, ""), await LineAsync(directory, "709"));
        Assert.Equal((LineKind.Voicemail, ""), await LineAsync(directory, "*97"));
        Assert.Equal((LineKind.HoldMusic, ""), await LineAsync(directory, "9664"));
        Assert.Equal("main", Assert.Single(await directory.ListDocumentsAsync("demo", "flow", Ct)).Name);
        Assert.Equal(["sales", "support"], (await directory.ListDocumentsAsync("demo", "queue", Ct)).Select(queue => queue.Name));
        Assert.Equal("Changed by people", (await directory.FindLineAsync("demo", "9196", Ct))!.Name);
        Assert.Equal(34, (await directory.ListLinesAsync("demo", Ct)).Count);
    }

    private static (string, string, int) Describe(Tenant tenant) => (tenant.SipRealm, tenant.Country, tenant.Version);

    private static async Task<(LineKind, string)> LineAsync(IDirectory directory, string number)
    {
        var line = (await directory.FindLineAsync("demo", number, Ct))!;
        return (line.Kind, line.Target);
    }
}
