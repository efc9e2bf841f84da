using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Privacy;

/// <summary>Masks entries and scopes on their way to every sink.</summary>
internal sealed class MaskingLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(new MaskedState(state, null));

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        var masked = PersonalText.Mask(text);
        var shown = MaskedException.Of(exception);
        if (ReferenceEquals(masked, text) && ReferenceEquals(shown, exception))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        inner.Log(logLevel, eventId, new MaskedState(state, masked), shown, static (state, _) => state.ToString());
    }
}
