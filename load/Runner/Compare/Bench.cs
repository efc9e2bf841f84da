using System.Globalization;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What the pairs of one run share.</summary>
/// <param name="options">What is wanted.</param>
/// <param name="folder">Where they may write.</param>
/// <param name="console">Where progress is told.</param>
internal sealed class Bench(CompareOptions options, string folder, TextWriter console)
{
    private const double ClearRun = 1.25;

    /// <summary>What is wanted.</summary>
    public CompareOptions Options => options;

    /// <summary>Where they may write.</summary>
    public string Folder => folder;

    /// <summary>What was found.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>What could not be compared, and why.</summary>
    public List<string> Skipped { get; } = [];

    /// <summary>Processors that others used during each measurement.</summary>
    public List<double> Others { get; } = [];

    /// <summary>What a thousand calls cost Kamailio as a proxy in this run; null before that is known.</summary>
    public double? Proxy { get; set; }

    /// <summary>The highest packet rates, by server and kind.</summary>
    public Dictionary<string, double> Fastest { get; } = new(StringComparer.Ordinal);

    /// <summary>Tells how far it is.</summary>
    public void Say(string line) => console.WriteLine(line);

    /// <summary>Writes a line down and tells it.</summary>
    public void Add(Finding finding)
    {
        Findings.Add(finding);
        Say($"  {CompareReport.Line(finding)}");
    }

    /// <summary>Writes down that something cannot be compared here.</summary>
    public void Skip(string what)
    {
        Skipped.Add(what);
        Say($"  {what}");
    }

    /// <summary>Notes who else was at work.</summary>
    public void Note(Use use) => Others.Add(use.Others);

    /// <summary>The highest rate that is clean: upwards by a quarter until one is not, then half-way between, twice.</summary>
    /// <param name="first">Where to begin.</param>
    /// <param name="isClean">Runs one; false when it lost something or the generator did not keep up.</param>
    public static async Task<double> FindFastestAsync(double first, Func<double, Task<bool>> isClean)
    {
        const int MostSteps = 12;
        const int Halvings = 2;
        var (good, rate) = (0.0, first);
        var steps = 0;
        while (steps++ < MostSteps && await isClean(rate))
        {
            (good, rate) = (rate, Math.Round(rate * ClearRun));
        }

        if (good == 0)
        {
            // Too much at once: downwards instead.
            while (steps++ < MostSteps && rate > 1 && !await isClean(rate = Math.Round(rate / ClearRun)))
            {
            }

            return steps > MostSteps ? 0 : rate;
        }

        var bad = rate;
        for (var i = 0; i < Halvings; i++)
        {
            var half = Math.Round((good + bad) / 2);
            (good, bad) = await isClean(half) ? (half, bad) : (good, half);
        }

        return good;
    }

    /// <summary>A text with figures as the report writes them.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
