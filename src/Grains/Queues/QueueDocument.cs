using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>A queue's rules as the directory keeps them: JSON in which agents are names, and which every later version of the rules can read.</summary>
internal static class QueueDocument
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "queue";

    /// <summary>The rules as text. What is worked out of them, the offsets of the time zone, is left out.</summary>
    public static string Write(QueueRules rules, TenantId tenant) =>
        JsonSerializer.Serialize(rules with { Hours = rules.Hours with { Zone = [] } }, Options(tenant));

    /// <summary>The rules that a text holds; null when it holds none.</summary>
    public static QueueRules? Read(string json, TenantId tenant)
    {
        try
        {
            return JsonSerializer.Deserialize<QueueRules>(json, Options(tenant));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonSerializerOptions Options(TenantId tenant) => new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new AgentName(tenant) },
    };

    // A name is enough: a document never leaves its tenant, and never names another.
    private sealed class AgentName(TenantId tenant) : JsonConverter<UserId>
    {
        public override UserId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: > 0 } name ? new UserId(tenant, name) : throw new JsonException("An agent is the name of a user.");

        public override void Write(Utf8JsonWriter writer, UserId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
