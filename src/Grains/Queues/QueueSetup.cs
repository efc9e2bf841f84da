using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Queues;

/// <summary>Reads and writes what an administrator decided about a queue: a document of the directory, with every version there was.</summary>
internal sealed class QueueSetup(IDirectory directory, IDirectoryWriter writer, QueueId queue)
{
    /// <summary>The kind of document.</summary>
    public const string Kind = "queue";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The rules in force; null where there is no queue.</summary>
    public async Task<QueueRules?> Read()
    {
        if (await Find() is not { } document || JsonSerializer.Deserialize<QueueDocument>(document.Json, Json) is not { } stored)
        {
            return null;
        }

        return stored.Rules with { Members = [.. stored.Members.Select(member => new QueueMember(new UserId(queue.Tenant, member.Agent), member.Order, member.Weight))] };
    }

    /// <summary>Saves the next version.</summary>
    public async Task<ConfigureReceipt> Save(QueueRules rules)
    {
        var stored = new QueueDocument(rules with { Members = [] }, [.. rules.Members.Select(member => new Member(member.Agent.Name, member.Order, member.Weight))]);
        return Receipts.Of(await writer.SaveDocumentAsync(new Document
        {
            TenantId = queue.Tenant.Value,
            Kind = Kind,
            Name = queue.Name,
            Json = JsonSerializer.Serialize(stored, Json),
            Version = (await Find())?.Version ?? 0,
        }));
    }

    /// <summary>Deletes the rules; their versions stay. A queue that a line leads to is kept.</summary>
    public async Task<ConfigureReceipt> Remove()
    {
        if (await Find() is not { } document)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        var lines = await directory.ListLinesAsync(queue.Tenant.Value);
        return lines.FirstOrDefault(line => line.Kind == LineKind.Queue && line.Target == queue.Name) is { } line
            ? new ConfigureReceipt(ConfigureStatus.Conflict, $"The line {line.Number} leads to the queue.")
            : Receipts.Of(await writer.DeleteDocumentAsync(queue.Tenant.Value, Kind, queue.Name, document.Version));
    }

    private Task<Document?> Find() => directory.FindDocumentAsync(queue.Tenant.Value, Kind, queue.Name);

    /// <summary>A queue as it is stored: agents by name, so that a document says nothing of its tenant.</summary>
    private sealed record QueueDocument(QueueRules Rules, ImmutableArray<Member> Members);

    private sealed record Member(string Agent, int Order = 0, int Weight = 1);
}
