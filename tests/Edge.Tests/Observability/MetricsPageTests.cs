using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Edge.Tests.Hosts;
using Xunit;

namespace RtcCluster.Edge.Tests.Observability;

/// <summary>Every instrument of a process that is silo and edge stands in docs/metrics.md, and nothing else does.</summary>
public sealed class MetricsPageTests
{
    /// <summary>Writes the table anew instead of comparing it.</summary>
    private const string Update = "RTC_UPDATE_METRICS";

    [Fact]
    public async Task EveryInstrumentIsInTheTable_AndTheTableHasNoOther()
    {
        var found = new SortedDictionary<string, (string Kind, string Meaning)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("RtcCluster.", StringComparison.Ordinal) && !instrument.Meter.Name.Contains("Tests", StringComparison.Ordinal))
                {
                    lock (found)
                    {
                        found[NameOf(instrument)] = (KindOf(instrument), instrument.Description ?? "");
                    }
                }
            },
        };
        listener.Start();
        IServiceCollection? services = null;
        await using var edge = await EdgeUnderTest.StartAsync(all => services = all);
        foreach (var service in services!.Where(IsMeasuring))
        {
            // Some are made when the first call, or the first message, needs them.
            edge.Services.GetRequiredService(service.ServiceType);
        }

        (string Name, string Kind, string Meaning)[] instruments;
        lock (found)
        {
            instruments = [.. found.Select(row => (row.Key, row.Value.Kind, row.Value.Meaning))];
        }

        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
        {
            MetricsPage.Replace(MetricsPage.Write(instruments));
        }

        var rows = MetricsPage.Rows();
        Assert.Equal(instruments.Select(row => $"{row.Name} {row.Kind} {row.Meaning}"), rows.Select(row => $"{row.Key} {row.Value.Kind} {row.Value.Meaning}").Order(StringComparer.Ordinal));
        Assert.All(instruments, row => Assert.NotEmpty(row.Meaning));
    }

    private static bool IsMeasuring(ServiceDescriptor service) =>
        service.ServiceType is { IsGenericType: false, Namespace: { } area } type && area.StartsWith("RtcCluster.", StringComparison.Ordinal)
        && (type.Name.EndsWith("Metrics", StringComparison.Ordinal) || type.Name == "Webhooks");

    // As the exporter names them: dots become underscores, then the unit, then _total for what only grows.
    private static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return KindOf(instrument) == "counter" ? name + "_total" : name;
    }

    private static string KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.Contains("Histogram", StringComparison.Ordinal) ? "histogram"
            : type.Contains("Gauge", StringComparison.Ordinal) || type.Contains("UpDown", StringComparison.Ordinal) ? "gauge"
            : "counter";
    }
}
