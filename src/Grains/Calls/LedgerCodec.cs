using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Writes ledger events as the history keeps them: the type's name, and JSON that reports and webhooks can read without our types.</summary>
internal static class LedgerCodec
{
    private static readonly Dictionary<string, Type> Kinds = typeof(LedgerEvent).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(LedgerEvent)))
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new KeyConverter<CallId>(id => id.Key, key => new CallId(key)),
            new KeyConverter<LineId>(id => id.Key, key => new LineId(key)),
            new KeyConverter<QueueId>(id => id.Key, key => new QueueId(key)),
            new KeyConverter<UserId>(id => id.Key, key => new UserId(key)),
            new KeyConverter<TrunkId>(id => id.Key, key => new TrunkId(key)),
            new KeyConverter<RecordingId>(id => id.Key, key => new RecordingId(key)),
            new LegConverter(),
        },
    };

    /// <summary>An event as a row of the history. The same event gives the same bytes each time: a re-sent ledger is known by that.</summary>
    public static LedgerRow Write(CallId call, LedgerEntry entry)
    {
        var kind = entry.Event.GetType();
        return new LedgerRow
        {
            TenantId = call.Tenant.Value,
            CallId = call.Key,
            Number = entry.Number,
            At = entry.Event.At,
            Kind = kind.Name,
            Payload = JsonSerializer.SerializeToUtf8Bytes(entry.Event, kind, Json),
        };
    }

    /// <summary>The event of a row; null for a kind that a newer version wrote.</summary>
    public static LedgerEntry? Read(LedgerRow row) =>
        Kinds.TryGetValue(row.Kind, out var kind) && JsonSerializer.Deserialize(row.Payload, kind, Json) is LedgerEvent happened
            ? new LedgerEntry((int)row.Number, happened)
            : null;

    private sealed class KeyConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));
    }

    private sealed class LegConverter : JsonConverter<LegId>
    {
        public override LegId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, LegId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);
    }
}
