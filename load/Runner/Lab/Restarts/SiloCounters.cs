using System.Globalization;
using System.Text.RegularExpressions;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Restarts;

/// <summary>What all silos together have counted of their activations (<c>/metrics</c>).</summary>
/// <param name="TakenOver">Calls that another activation than the one before read from the store.</param>
/// <param name="Ended">Activations that ended, but for those of calls, which end with their call, and of the leases of edges, which end with their edge.</param>
/// <param name="Duplicates">Activations that found another one of the same grain.</param>
internal sealed partial record SiloCounters(double TakenOver, double Ended, double Duplicates)
{
    /// <summary>Reads them.</summary>
    public static async Task<SiloCounters> ReadAsync(IEnumerable<ClusterNode> silos, CancellationToken ct)
    {
        using var http = new HttpClient();
        var text = string.Concat(await Task.WhenAll(silos.Select(silo => http.GetStringAsync(new Uri(silo.Web, "metrics"), ct))));
        return new SiloCounters(
            Sum("rtc_calls_taken_over_total"),
            Sum("orleans_catalog_activation_destroyed_total", static labels => !labels.Contains("grain_type=\"call\"", StringComparison.Ordinal) && !labels.Contains("grain_type=\"edgelease\"", StringComparison.Ordinal)),
            Sum("orleans_catalog_activation_concurrent_registration_attempts_total"));

        double Sum(string name, Func<string, bool>? which = null) => Line().Matches(text)
            .Where(line => line.Groups["name"].Value == name && which?.Invoke(line.Groups["labels"].Value) is not false)
            .Sum(static line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>How much they grew.</summary>
    public static SiloCounters operator -(SiloCounters after, SiloCounters before) =>
        new(after.TakenOver - before.TakenOver, after.Ended - before.Ended, after.Duplicates - before.Duplicates);

    [GeneratedRegex(@"^(?<name>[a-z_]+)(?<labels>\{[^}]*\})? (?<value>[0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
