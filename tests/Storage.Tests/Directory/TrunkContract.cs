using System.Net;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class TrunkContract(Engine engine) : EngineContract(engine)
{
    // Addresses are unique on the cluster, so each test takes a network of its own.
    private static int _network;

    private static string NewNetwork() => $"10.{Interlocked.Increment(ref _network)}";

    [Fact]
    public async Task FindsTrunkAsSaved()
    {
        var tenant = await Engine.NewTenantAsync();
        var network = NewNetwork();
        var trunk = new Trunk
        {
            TenantId = tenant,
            Name = "carrier",
            Peers = [new TrunkPeer("sip.example", 5061, TrunkTransport.Tls, 1, 70), new TrunkPeer("192.0.2.1")],
            AcceptFrom = [$"{network}.0.1", $"{network}.1.0/24"],
            Register = true,
            Username = "rtc",
            Realm = "carrier.example",
            NumberRules = [new TrunkNumberRule("+57*", 3, "0")],
            CallerId = "+576015550100",
            MaxCalls = 30,
            OptionsPingSeconds = 60,
        };

        var saved = await Engine.Writer.SaveTrunkAsync(trunk, "pass", Ct);

        var found = (await Engine.Directory.FindTrunkAsync(tenant, "carrier", Ct))!;
        Assert.Equal(new SaveResult(SaveStatus.Saved, 1, ""), saved);
        Assert.Equivalent(trunk with { Version = 1 }, found, strict: true);
        Assert.Equal("carrier", Assert.Single(await Engine.Directory.ListTrunksAsync(tenant, Ct)).Name);
    }

    [Fact]
    public async Task KeepsPasswordEncrypted_UntilItIsReplacedOrRemoved()
    {
        var tenant = await Engine.NewTenantAsync();
        var trunk = new Trunk { TenantId = tenant, Name = "carrier", Peers = [new TrunkPeer("192.0.2.1")] };
        await Engine.Writer.SaveTrunkAsync(trunk, "pass-w0rd", Ct);
        await using var db = Engine.OpenContext();
        var stored = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions
            .SqlQuery<string>(db.Database, $"SELECT protected_password AS \"Value\" FROM trunks WHERE tenant_id = {tenant}").AsEnumerable().Single();

        await Engine.Writer.SaveTrunkAsync(trunk with { Version = 1, MaxCalls = 5 }, ct: Ct);
        var kept = await Engine.Directory.FindTrunkPasswordAsync(tenant, "carrier", Ct);
        await Engine.Writer.SaveTrunkAsync(trunk with { Version = 2 }, "", Ct);
        var removed = await Engine.Directory.FindTrunkPasswordAsync(tenant, "carrier", Ct);

        Assert.DoesNotContain("pass-w0rd", stored, StringComparison.Ordinal);
        Assert.Equal("pass-w0rd", kept);
        Assert.Null(removed);
    }

    [Fact]
    public async Task FindsTrunkBySourceAddress_SmallestNetworkFirst()
    {
        var network = NewNetwork();
        var wide = await Engine.NewTenantAsync();
        var narrow = await Engine.NewTenantAsync();
        await Engine.Writer.SaveTrunkAsync(new Trunk { TenantId = wide, Name = "wide", AcceptFrom = [$"{network}.0.0/16"] }, ct: Ct);
        await Engine.Writer.SaveTrunkAsync(new Trunk { TenantId = narrow, Name = "narrow", AcceptFrom = [$"{network}.7.7"] }, ct: Ct);

        Assert.Equal("narrow", (await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"{network}.7.7"), Ct))?.Name);
        Assert.Equal("narrow", (await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"::ffff:{network}.7.7"), Ct))?.Name);
        Assert.Equal("wide", (await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"{network}.7.8"), Ct))?.Name);
        Assert.Null(await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse("203.0.113.1"), Ct));
    }

    [Fact]
    public async Task DisabledTrunkAcceptsNobody()
    {
        var tenant = await Engine.NewTenantAsync();
        var address = $"{NewNetwork()}.0.1";
        await Engine.Writer.SaveTrunkAsync(new Trunk { TenantId = tenant, Name = "carrier", AcceptFrom = [address], Enabled = false }, ct: Ct);

        Assert.Null(await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse(address), Ct));
    }

    [Fact]
    public async Task OneAddressBelongsToOneTrunkOfTheCluster()
    {
        var address = $"{NewNetwork()}.0.1";
        var tenant = await Engine.NewTenantAsync();
        var other = await Engine.NewTenantAsync();
        await Engine.Writer.SaveTrunkAsync(new Trunk { TenantId = tenant, Name = "carrier", AcceptFrom = [address] }, ct: Ct);

        var second = await Engine.Writer.SaveTrunkAsync(new Trunk { TenantId = other, Name = "thief", AcceptFrom = [$"{address}/32"] }, ct: Ct);

        Assert.Equal((SaveStatus.Invalid, $"Calls from {address}/32 are taken by another trunk already."), (second.Status, second.Reason));
        Assert.Null(await Engine.Directory.FindTrunkAsync(other, "thief", Ct));
    }

    [Fact]
    public async Task AddressesFollowTheLatestSave_AndGoWithTheTrunk()
    {
        var network = NewNetwork();
        var tenant = await Engine.NewTenantAsync();
        var trunk = new Trunk { TenantId = tenant, Name = "carrier", AcceptFrom = [$"{network}.0.1", $"{network}.0.2"] };
        await Engine.Writer.SaveTrunkAsync(trunk, ct: Ct);

        await Engine.Writer.SaveTrunkAsync(trunk with { Version = 1, AcceptFrom = [$"{network}.0.2", $"{network}.0.3"] }, ct: Ct);
        var moved = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"{network}.0.{i}"), Ct)));
        var deleted = await Engine.Writer.DeleteTrunkAsync(tenant, "carrier", 2, Ct);

        Assert.Equal([null, "carrier", "carrier"], moved.Select(t => t?.Name));
        Assert.True(deleted.IsSaved);
        Assert.Null(await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"{network}.0.3"), Ct));
    }

    [Fact]
    public async Task OldVersionChangesNothing()
    {
        var network = NewNetwork();
        var tenant = await Engine.NewTenantAsync();
        var trunk = new Trunk { TenantId = tenant, Name = "carrier", AcceptFrom = [$"{network}.0.1"] };
        await Engine.Writer.SaveTrunkAsync(trunk, "first", Ct);

        var stale = await Engine.Writer.SaveTrunkAsync(trunk with { AcceptFrom = [$"{network}.0.9"] }, "second", Ct);

        Assert.Equal(SaveStatus.Conflict, stale.Status);
        Assert.Equal("first", await Engine.Directory.FindTrunkPasswordAsync(tenant, "carrier", Ct));
        Assert.Null(await Engine.Directory.FindTrunkByAddressAsync(IPAddress.Parse($"{network}.0.9"), Ct));
    }
}
