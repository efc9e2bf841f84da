using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Flows;

namespace RtcCluster.Grains.Flows;

/// <summary>A flow as the directory keeps it: JSON, which every later version of the house can read.</summary>
internal static class FlowDocument
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "flow";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The flow as text.</summary>
    public static string Write(FlowDefinition flow) => JsonSerializer.Serialize(flow, Options);

    /// <summary>The flow that a text holds; null when it holds none.</summary>
    public static FlowDefinition? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<FlowDefinition>(json, Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
