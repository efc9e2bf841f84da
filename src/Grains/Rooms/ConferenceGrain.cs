using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Pins;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Rooms;

/// <summary>A room: turns, storage, and a word to its calls once a minute. What a room does is in <see cref="ConferenceMachine"/>.</summary>
[RandomPlacement]
internal sealed class ConferenceGrain(
    [PersistentState("conference")] IPersistentState<ConferenceState> state,
    [PersistentState("wrongPins")] IPersistentState<PinTally> wrongPins,
    DeepCopier<ConferenceState> copier,
    IDirectory directory,
    IDirectoryWriter writer,
    ISecretProtector secrets,
    EdgeRoster roster,
    TimeProvider time,
    ILogger<ConferenceGrain> logger) : Grain, IConferenceGrain
{
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);
    private readonly EdgeWatchers _watchers = new();
    private ConferenceState _saved = new();
    private RoomNews? _told;
    private long _version;
    private RoomCourier? _courier;
    private IGrainTimer? _timer;

    private RoomId Id => new(this.GetPrimaryKeyString());

    private RoomCourier Courier => _courier ??= new RoomCourier(GrainFactory, Id, logger);

    // A new activation is ahead of every older one, whatever that had counted.
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _version = time.GetUtcNow().UtcTicks;
        if (state.RecordExists)
        {
            _saved = state.State;
            ConferenceLog.TakenOver(logger, Id.Key, _saved.Seats.Count);
            await Turn(new ConferenceInput.Refreshed());
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<RoomReceipt> Enter(RoomEntry entry)
    {
        var document = await directory.FindDocumentAsync(Id.Tenant.Value, RoomSettings.Kind, Id.Name);
        var settings = document is null ? new RoomSettings() : RoomDocument.Read(document.Json, secrets);
        if (settings is null)
        {
            // A room whose PIN cannot be read is not an open one.
            ConferenceLog.SettingsUnusable(logger, Id.Key, document!.Version);
            return new RoomReceipt(RoomEntryStatus.Unavailable);
        }

        if (_saved.Anchor is { } anchor && anchor != entry.Anchor && !await IsUp(anchor))
        {
            ConferenceLog.AnchorGone(logger, Id.Key, anchor.Value);
            await Turn(new ConferenceInput.AnchorGone());
        }

        var barred = wrongPins.State.IsBarred(entry.Caller, time.GetUtcNow());
        var receipt = (await Turn(new ConferenceInput.Knocked(entry, settings, await IsPrivileged(entry.Caller.User), barred))).Receipt!;
        if (receipt.Status == RoomEntryStatus.WrongPin)
        {
            await WrongPin(entry);
        }

        return receipt;
    }

    public Task Left(CallId call, long ticket) => Turn(new ConferenceInput.Left(call, ticket));

    public async Task EdgeLeaving(EdgeId edge, CallId call)
    {
        if (_saved.Anchor is { } anchor && AnchorChoice.Of(await Edges(), anchor, Id.Key) is { } other && other != edge)
        {
            await Turn(new ConferenceInput.AnchorLeaves(edge, other, call));
        }
    }

    public async Task<RoomActStatus> Act(RoomWish wish, RoomActor by) => (await Turn(new ConferenceInput.Wished(wish, by))).Status;

    public Task<RoomNews> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return Task.FromResult(_told ??= News());
    }

    public async Task<RoomView> View()
    {
        var document = await directory.FindDocumentAsync(Id.Tenant.Value, RoomSettings.Kind, Id.Name);
        var settings = document is null ? null : RoomDocument.Read(document.Json, secrets);
        // Of settings that cannot be read no version is told: who saves what is shown here would open a room that had a PIN.
        return new RoomView(
            Id,
            settings ?? new RoomSettings { Name = Id.Name },
            settings is null ? 0 : document!.Version,
            _saved.Locked,
            Members());
    }

    public async Task<ConfigureReceipt> Configure(RoomSettings settings, int? version, string by)
    {
        if (RoomDocument.Problem(settings) is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        var before = (await directory.FindDocumentAsync(Id.Tenant.Value, RoomSettings.Kind, Id.Name))?.Version ?? 0;
        return version is { } read && read != before
            ? new ConfigureReceipt(ConfigureStatus.Conflict)
            : Receipts.Of(await writer.SaveDocumentAsync(new Document
            {
                TenantId = Id.Tenant.Value,
                Kind = RoomSettings.Kind,
                Name = Id.Name,
                Json = RoomDocument.Write(settings, secrets),
                ChangedBy = by,
                Version = before,
            }));
    }

    public async Task<ConfigureReceipt> Remove() =>
        await directory.FindDocumentAsync(Id.Tenant.Value, RoomSettings.Kind, Id.Name) is { } document
            ? Receipts.Of(await writer.DeleteDocumentAsync(Id.Tenant.Value, RoomSettings.Kind, Id.Name, document.Version))
            : new ConfigureReceipt(ConfigureStatus.NotFound);

    private async Task WrongPin(RoomEntry entry)
    {
        if (wrongPins.State.Count(entry.Caller, time.GetUtcNow()))
        {
            ConferenceLog.Barred(logger, Id.Key, entry.Call.Key);
        }

        try
        {
            await wrongPins.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation counts too: what it has counted is read with the next call.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<bool> IsUp(EdgeId edge) => (await Edges()).Any(known => known.Edge == edge);

    private ValueTask<ImmutableArray<EdgeInfo>> Edges() => roster.List();

    private async Task<bool> IsPrivileged(UserId? user) =>
        user is { } known && await directory.FindUserAsync(Id.Tenant.Value, known.Name) is { Role: UserRole.Supervisor or UserRole.Administrator };

    private async Task<ConferenceEffects> Turn(ConferenceInput input)
    {
        var draft = copier.Copy(_saved);
        var effects = ConferenceMachine.Apply(draft, input, time.GetUtcNow());
        if (effects.Save)
        {
            await Save(draft);
        }

        _saved = draft;
        foreach (var tell in effects.Tells)
        {
            Courier.Send(tell);
        }

        Arm();
        Announce();
        return effects;
    }

    private ImmutableArray<RoomMember> Members() =>
        [.. _saved.Seats.Where(seat => seat.IsMember).Select(seat => new RoomMember(seat.Call, seat.Who, seat.Moderator, seat.Muted, seat.Since))];

    private RoomNews News() => new(Id, _version, _saved.Locked, Members());

    // An edge that is gone has nobody to be told.
    private void Announce()
    {
        if (_told is { } told && told.Locked == _saved.Locked && told.Members.SequenceEqual(Members()))
        {
            return;
        }

        _version++;
        _told = News();
        foreach (var edge in _watchers.Now(time.GetUtcNow()))
        {
            GrainFactory.GetGrain<IEdgeGrain>(edge.Value).RoomChanged(_told).Ignore();
        }

        // Those of a group who are not in its call see who is.
        if (ConversationId.IsGroupName(Id.Name))
        {
            GrainFactory.GetGrain<IConversationGrain>(Id.Key).CallChanged().Ignore();
        }
    }

    private async Task Save(ConferenceState draft)
    {
        if (draft.IsEmpty && !state.RecordExists)
        {
            return;
        }

        state.State = draft;
        try
        {
            await (draft.IsEmpty ? state.ClearStateAsync() : state.WriteStateAsync());
        }
        catch (InconsistentStateException)
        {
            ConferenceLog.Overtaken(logger, Id.Key);
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            state.State = _saved;
            throw;
        }
    }

    // As long as somebody is in the room it stays awake: a call that is over, and whose word was lost, is found out.
    private void Arm()
    {
        if (_saved.IsEmpty)
        {
            _timer?.Dispose();
            _timer = null;
        }
        else
        {
            _timer ??= this.RegisterGrainTimer(_ => Turn(new ConferenceInput.Refreshed()), new GrainTimerCreationOptions(Often, Often) { KeepAlive = true });
        }
    }
}
