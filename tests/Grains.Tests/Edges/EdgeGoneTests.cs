using Orleans.Storage;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Edges;

/// <summary>Edges that are cut off, or die, together with the silo that has their lease. Each test has a house of its own: it kills silos and switches the store off.</summary>
public sealed class EdgeGoneTests : IAsyncLifetime
{
    private readonly EdgeLoad _load = new(0, 0, false);
    private readonly GrainHouse _house = new();

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task AnEdgeThatDies_AndWhoseLeaseIsNowhere_IsMissedByTheDirectory_AndItsCallsAreTold()
    {
        // That of the silo that stays.
        var storage = _house.Storage;
        var member = await _house.AddSiloAsync("other");
        var (lease, edge) = await OpenAsync(member.Address.ToParsableString());
        var call = _house.NewCall();
        await lease.Track([call]);
        await GrainHouse.Deactivate(lease);

        await member.KillAsync();

        // Reminders come each minute of the real clock, which nobody waits for here; grain timers follow the clock of the house.
        // The lease ends when every call has been told; nobody but the directory may have asked for it.
        await Eventually.IsTrueAsync("the lease to have ended", TimeSpan.FromSeconds(30), async () =>
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            var state = new GrainState<EdgeLeaseState>(new EdgeLeaseState());
            await storage.ReadStateAsync("lease", lease.GetGrainId(), state);
            return !state.RecordExists;
        });
        Assert.DoesNotContain(await _house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List(), other => other.Edge == edge);
    }

    [Fact]
    public async Task ALeaseThatAnotherActivationHasEnded_IsDone()
    {
        var (lease, edge) = await OpenAsync("127.0.0.1:32101@2000000000");
        (_house.Storage.DownFor, _house.Storage.Failure) = ("lease", static () => new InconsistentStateException("Another was ahead."));

        await lease.Close();

        Assert.Equal(1, _house.Storage.Refused);
        Assert.DoesNotContain(await _house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List(), other => other.Edge == edge);
    }

    [Fact]
    public async Task AnActivationThatComesToLife_TakesTheStateFromTheOneBefore()
    {
        var (lease, _) = await OpenAsync("127.0.0.1:32102@2000000000");
        var before = (await ReadAsync(lease)).ETag;
        await GrainHouse.Deactivate(lease);

        Assert.True(await lease.Renew(_load));

        Assert.NotEqual(before, (await ReadAsync(lease)).ETag);
    }

    [Fact]
    public async Task AnActivationThatWasCutOff_DoesNotCallALeaseLost_ThatAnotherHasKept()
    {
        var (lease, _) = await OpenAsync("127.0.0.1:32103@2000000000");
        var other = await ReadAsync(lease);
        other.State!.Term = Guid.NewGuid();
        await _house.Storage.WriteStateAsync("lease", lease.GetGrainId(), other);

        await Assert.ThrowsAsync<InvalidOperationException>(lease.Expire);

        Assert.False((await ReadAsync(lease)).State!.Lost);
        Assert.True(await lease.Renew(_load));
    }

    private async Task<GrainState<EdgeLeaseState>> ReadAsync(IEdgeLeaseGrain lease)
    {
        var state = new GrainState<EdgeLeaseState>(new EdgeLeaseState());
        await _house.Storage.ReadStateAsync("lease", lease.GetGrainId(), state);
        return state;
    }

    private async Task<(IEdgeLeaseGrain Lease, EdgeId Edge)> OpenAsync(string address)
    {
        var info = new EdgeInfo(new EdgeId(address), "edge-gone", "127.0.0.1", true, _house.Time.GetUtcNow());
        var lease = _house.Grains.GetGrain<IEdgeLeaseGrain>(address);
        await lease.Open(info);
        await _house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(info);
        return (lease, info.Edge);
    }
}
