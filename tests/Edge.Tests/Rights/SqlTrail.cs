using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>The queries that a request makes: what takes as long as something else asks the same of the database.</summary>
/// <remarks>Times themselves say nothing on a machine that does other things too; a request that is answered without a query, or with one more, is found here on any.</remarks>
internal sealed class SqlTrail : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _queries = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _subscriptions = [];
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public SqlTrail()
    {
        ActivitySource.AddActivityListener(_activities);
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>A header that a request is known by, and its id.</summary>
    public static (string Header, string Trace) Begin()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        return ($"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01", trace);
    }

    /// <summary>What a request asked, in order.</summary>
    public IReadOnlyList<string> Of(string trace) => _queries.TryRemove(trace, out var queries) ? [.. queries] : [];

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this, static name => name == RelationalEventId.CommandExecuted.Name));
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        // Writes are made in batches of all who write, and notes of a session's use once a minute.
        if (value.Value is CommandExecutedEventData { Command.CommandText: { } text } && text.StartsWith("SELECT", StringComparison.Ordinal) && Activity.Current is { } activity)
        {
            _queries.GetOrAdd(activity.TraceId.ToHexString(), static _ => new ConcurrentQueue<string>()).Enqueue(text);
        }
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        _activities.Dispose();
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }
}
