using System.Text;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Tests.Privacy;

/// <summary>A sink that keeps all of an entry: message, every value, scopes and the exception.</summary>
internal sealed class LineSink : ILoggerProvider, ILogger
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public List<Exception> Exceptions { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Write(state);
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _text.AppendLine(formatter(state, exception));
        Write(state);
        if (exception is not null)
        {
            Exceptions.Add(exception);
            _text.AppendLine(exception.ToString());
        }
    }

    public void Dispose()
    {
    }

    private void Write(object? state)
    {
        _text.AppendLine(state?.ToString());
        foreach (var (key, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            _text.AppendLine($"{key}={value}");
        }
    }
}
