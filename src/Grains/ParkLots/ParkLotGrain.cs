using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Grains.Edges;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.ParkLots;

/// <summary>A tenant's slots for parked calls: turns and storage. Who gets which slot is in <see cref="ParkLotMachine"/>.</summary>
[RandomPlacement]
internal sealed class ParkLotGrain(
    [PersistentState("parklot")] IPersistentState<ParkLotState> state,
    DeepCopier<ParkLotState> copier,
    IDirectory directory,
    TimeProvider time,
    ILogger<ParkLotGrain> logger) : Grain, IParkLotGrain
{
    private readonly EdgeWatchers _watchers = new();
    private ParkLotState _saved = new();
    private ParkLotNews? _told;
    private long _version;

    private TenantId Tenant => GrainKey.TrySplit(this.GetPrimaryKeyString(), out var tenant, out _) ? new TenantId(tenant.ToString()) : default;

    // A new activation is ahead of every older one, whatever that had counted.
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _version = time.GetUtcNow().UtcTicks;
        _saved = state.RecordExists ? state.State : new ParkLotState();
        return Task.CompletedTask;
    }

    public async Task<ParkReceipt> Enter(ParkEntry entry)
    {
        var slots = (await directory.ListLinesAsync(Tenant.Value))
            .Where(line => line is { Kind: LineKind.ParkSlot, Enabled: true })
            .Select(line => line.Number)
            .OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal)
            .ToList();
        var draft = copier.Copy(_saved);
        var receipt = ParkLotMachine.Enter(draft, entry, slots, time.GetUtcNow());
        await Save(draft);
        return receipt;
    }

    public async Task Left(CallId call, long ticket)
    {
        var draft = copier.Copy(_saved);
        if (ParkLotMachine.Left(draft, call, ticket))
        {
            await Save(draft);
        }
    }

    public Task<ParkLotNews> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return Task.FromResult(_told = News());
    }

    public Task<CallId?> At(string slot) => Task.FromResult(ParkLotMachine.At(_saved, slot, time.GetUtcNow()));

    private ParkLotNews News()
    {
        var taken = ParkLotMachine.Taken(_saved, time.GetUtcNow());
        // A place may have come to its end by itself: that is a change which nobody has saved.
        return _told is { } told && told.Taken.SequenceEqual(taken) ? told : new ParkLotNews(Tenant, ++_version, taken);
    }

    // An edge that is gone has no telephones to be told.
    private void Announce()
    {
        var news = News();
        if (news == _told)
        {
            return;
        }

        _told = news;
        foreach (var edge in _watchers.Now(time.GetUtcNow()))
        {
            GrainFactory.GetGrain<IEdgeGrain>(edge.Value).ParkLotChanged(news).Ignore();
        }
    }

    private async Task Save(ParkLotState draft)
    {
        await Write(draft);
        Announce();
    }

    private async Task Write(ParkLotState draft)
    {
        if (draft.IsEmpty && !state.RecordExists)
        {
            _saved = draft;
            return;
        }

        state.State = draft;
        try
        {
            await (draft.IsEmpty ? state.ClearStateAsync() : state.WriteStateAsync());
            _saved = draft;
        }
        catch (InconsistentStateException)
        {
            ParkLotLog.Overtaken(logger, this.GetPrimaryKeyString());
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            state.State = _saved;
            throw;
        }
    }
}
