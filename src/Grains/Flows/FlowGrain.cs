using System.Collections.Immutable;
using Orleans.Placement;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Queues;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Flows;

/// <summary>A flow of the directory. What is right is in <see cref="FlowCheck"/>, what a call does with it in <see cref="FlowMachine"/>.</summary>
[RandomPlacement]
internal sealed class FlowGrain(IDirectory directory, IDirectoryWriter writer, TimeProvider time) : Grain, IFlowGrain
{
    private const int ZoneDays = 3 * 366;

    private FlowId Id => new(this.GetPrimaryKeyString());

    private string Tenant => Id.Tenant.Value;

    public async Task<FlowReceipt> Configure(FlowDefinition flow, int? version, string by)
    {
        if (await Problems(flow) is { Length: > 0 } problems)
        {
            return new FlowReceipt(FlowStatus.Invalid, problems);
        }

        var before = (await directory.FindDocumentAsync(Tenant, FlowDocument.Kind, Id.Name))?.Version ?? 0;
        if (version is { } read && read != before)
        {
            return new FlowReceipt(FlowStatus.Conflict, []);
        }

        var saved = await writer.SaveDocumentAsync(new Document
        {
            TenantId = Tenant,
            Kind = FlowDocument.Kind,
            Name = Id.Name,
            Json = FlowDocument.Write(WithZones(flow)),
            ChangedBy = by,
            Version = before,
        });
        return Receipt(saved);
    }

    public async Task<FlowReport> Test(FlowDefinition flow)
    {
        if (FlowCheck.Problems(flow) is { Count: > 0 } broken)
        {
            return new FlowReport([.. broken], [], []);
        }

        var walked = FlowTester.Walk(flow, Id.Name);
        return new FlowReport(
            await Problems(flow),
            [.. walked.Select(edge => new FlowWalk(edge.Edge.From, edge.Edge.Outcome, edge.Edge.To, [.. edge.How], edge.Good))],
            [.. FlowTester.Unreached(flow, walked)]);
    }

    public async Task<FlowView?> View(int? version)
    {
        var document = version is null
            ? await directory.FindDocumentAsync(Tenant, FlowDocument.Kind, Id.Name)
            : (await directory.ListDocumentVersionsAsync(Tenant, FlowDocument.Kind, Id.Name)).FirstOrDefault(kept => kept.Version == version);
        return document is not null && FlowDocument.Read(document.Json) is { } flow
            ? new FlowView(Id.Name, document.Version, WithoutZones(flow), document.ChangedAt, document.ChangedBy)
            : null;
    }

    public async Task<FlowReceipt> Remove() =>
        await directory.FindDocumentAsync(Tenant, FlowDocument.Kind, Id.Name) is { } document
            ? Receipt(await writer.DeleteDocumentAsync(Tenant, FlowDocument.Kind, Id.Name, document.Version))
            : new FlowReceipt(FlowStatus.NotFound, []);

    private static FlowReceipt Receipt(SaveResult saved) => saved.Status switch
    {
        _ when saved.IsSaved => new FlowReceipt(FlowStatus.Saved, []),
        SaveStatus.Conflict => new FlowReceipt(FlowStatus.Conflict, []),
        _ => new FlowReceipt(FlowStatus.Invalid, [saved.Reason ?? "It cannot be saved."]),
    };

    // What the flow leads to has to be there; what is removed later is found out by the caller's call, which ends with a word.
    private async Task<ImmutableArray<string>> Problems(FlowDefinition flow)
    {
        List<string> problems = [.. FlowCheck.Problems(flow)];
        if (problems.Count > 0)
        {
            return [.. problems];
        }

        foreach (var step in flow.Steps.OfType<QueueStep>())
        {
            if (await directory.FindDocumentAsync(Tenant, QueueDocument.Kind, step.Queue) is null)
            {
                problems.Add($"{step.Name}: there is no queue '{step.Queue}'.");
            }
        }

        foreach (var prompt in FlowSpeech.Plays(flow))
        {
            if (await directory.FindDocumentAsync(Tenant, PromptFile.Kind, prompt) is null)
            {
                problems.Add($"play: there is no prompt '{prompt}'.");
            }
        }

        return [.. problems];
    }

    private FlowDefinition WithZones(FlowDefinition flow) => Each(flow, hours => hours with
    {
        Zone = ZoneData.Of(TimeZoneInfo.FindSystemTimeZoneById(hours.TimeZone), time.GetUtcNow(), ZoneDays),
    });

    private static FlowDefinition WithoutZones(FlowDefinition flow) => Each(flow, hours => hours with { Zone = [] });

    private static FlowDefinition Each(FlowDefinition flow, Func<QueueHours, QueueHours> change) =>
        flow with { Steps = [.. flow.Steps.Select(step => step is HoursStep hours ? hours with { Hours = change(hours.Hours) } : step)] };
}
