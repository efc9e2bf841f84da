using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Refuses a top-level section whose name is one slip away from a known one (<c>Custer:Provider</c>).</summary>
/// <remarks>Other unknown sections cannot be refused: the environment of a process is full of names that are not ours.</remarks>
internal sealed class SectionNameCheck(IConfiguration configuration, IEnumerable<StrictSection> sections) : IHostedService
{
    /// <summary>Shorter names are one letter from too many innocent words.</summary>
    private const int ShortestName = 4;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var known = sections.Select(s => s.Key.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var errors = configuration.GetChildren()
            .Where(s => s.GetChildren().Any() && !known.Contains(s.Key, StringComparer.OrdinalIgnoreCase))
            .Select(s => (Section: s, Near: known.Find(k => k.Length >= ShortestName && NearestName.Distance(k.ToUpperInvariant(), s.Key.ToUpperInvariant()) == 1)))
            .Where(s => s.Near is not null)
            .Select(s => new SettingError(s.Section.Key, null, $"is unknown; did you mean {s.Near}?"))
            .ToList();
        return errors.Count == 0 ? Task.CompletedTask : Task.FromException(new ConfigurationRefusedException(errors));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
