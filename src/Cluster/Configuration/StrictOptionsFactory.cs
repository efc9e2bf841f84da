using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RtcCluster.Cluster.Configuration;

/// <summary>Makes options by the strict binder; what code configures (tests, composition) is applied over what was bound.</summary>
internal sealed class StrictOptionsFactory<T>(
    IConfiguration configuration, string section, IEnumerable<IConfigureOptions<T>> steps, IEnumerable<IPostConfigureOptions<T>> after) : IOptionsFactory<T>
    where T : class, new()
{
    public T Create(string name)
    {
        var options = configuration.GetStrict<T>(section);
        foreach (var step in steps)
        {
            step.Configure(options);
        }

        foreach (var step in after)
        {
            step.PostConfigure(name, options);
        }

        return options;
    }
}
