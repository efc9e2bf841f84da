using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Agents;

/// <summary>Writes what an administrator decided about an agent: a document of the directory, with every version there was.</summary>
internal sealed class AgentSetup(IDirectory directory, IDirectoryWriter writer)
{
    /// <summary>The kind of document.</summary>
    public const string Kind = "agent";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Saves the next version.</summary>
    public async Task<ConfigureReceipt> Save(UserId agent, AgentSettings settings)
    {
        var before = await directory.FindDocumentAsync(agent.Tenant.Value, Kind, agent.Name);
        var stored = new AgentDocument(settings with { QueueOrder = [] }, [.. settings.QueueOrder.Select(queue => queue.Name)]);
        return Receipts.Of(await writer.SaveDocumentAsync(new Document
        {
            TenantId = agent.Tenant.Value,
            Kind = Kind,
            Name = agent.Name,
            Json = JsonSerializer.Serialize(stored, Json),
            Version = before?.Version ?? 0,
        }));
    }

    /// <summary>An agent as it is stored: queues by name, so that a document says nothing of its tenant.</summary>
    private sealed record AgentDocument(AgentSettings Settings, ImmutableArray<string> QueueOrder);
}
