using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Privacy;

/// <summary>The process' loggers, ours and those of every library, with the masking before all sinks.</summary>
/// <remarks>
/// Orleans names grains by their keys, and the key of a line is a telephone number; exceptions quote what they could not read. Neither
/// can be wrapped where it is written.
/// </remarks>
internal sealed class MaskingLoggerFactory(LoggerFactory inner) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName) => new MaskingLogger(inner.CreateLogger(categoryName));

    public void Dispose() => inner.Dispose();
}
