using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
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
    private ParkLotState _saved = new();

    private TenantId Tenant => GrainKey.TrySplit(this.GetPrimaryKeyString(), out var tenant, out _) ? new TenantId(tenant.ToString()) : default;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
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

    public Task<CallId?> At(string slot) => Task.FromResult(ParkLotMachine.At(_saved, slot, time.GetUtcNow()));

    private async Task Save(ParkLotState draft)
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
