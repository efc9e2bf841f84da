using System.Globalization;

namespace RtcCluster.TestKit.Metrics;

/// <summary>The samples of a /metrics page: name with labels, and value.</summary>
public sealed class PrometheusText
{
    private readonly List<(string Name, string Labels, double Value)> _samples = [];

    public PrometheusText(string page)
    {
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            // name{label="a b"} value [timestamp]: a label may hold spaces, so the value is what follows the brace.
            var brace = line.LastIndexOf('}');
            var name = brace < 0 ? line.Split(' ')[0] : line[..line.IndexOf('{', StringComparison.Ordinal)];
            var labels = brace < 0 ? string.Empty : line[(name.Length + 1)..brace];
            var value = line[(brace < 0 ? name.Length : brace + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            if (double.TryParse(value, CultureInfo.InvariantCulture, out var number))
            {
                _samples.Add((name, labels, number));
            }
        }
    }

    /// <summary>All names on the page.</summary>
    public IEnumerable<string> Names => _samples.Select(sample => sample.Name).Distinct();

    /// <summary>The sum of all samples of this name whose labels hold <paramref name="label"/>; 0 when there is none yet.</summary>
    public double Sum(string name, string label = "") =>
        _samples.Where(sample => sample.Name == name && sample.Labels.Contains(label, StringComparison.Ordinal)).Sum(sample => sample.Value);

    /// <summary>True when the page has a sample of this name.</summary>
    public bool Has(string name) => _samples.Exists(sample => sample.Name == name);
}
