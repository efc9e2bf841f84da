using System.Text.Json;
using RtcCluster.Contracts.Calls;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.CallLog;

/// <summary>A call's events without what is said of supervisors' legs: for those who may not know who listened.</summary>
internal static class SupervisionHidden
{
    /// <summary>The rows that are left; numbers keep their gaps.</summary>
    public static IReadOnlyList<LedgerRow> From(IReadOnlyList<LedgerRow> rows)
    {
        var hidden = rows.Where(row => row.Kind == nameof(SupervisionChanged)).Select(LegOf).ToHashSet();
        return hidden.Count == 0 ? rows : [.. rows.Where(row => LegOf(row) is not { } leg || !hidden.Contains(leg))];
    }

    private static int? LegOf(LedgerRow row)
    {
        if (row.Payload.Length == 0)
        {
            return null;
        }

        using var payload = JsonDocument.Parse(row.Payload);
        return payload.RootElement.TryGetProperty("leg", out var leg) && leg.TryGetInt32(out var number) ? number : null;
    }
}
