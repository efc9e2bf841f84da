namespace RtcCluster.TestKit.Phones;

/// <summary>Messages that came and were not taken yet; a wait takes the first that fits.</summary>
/// <param name="owner">Whose they are, for the text of a failure.</param>
public sealed class SipInbox(Func<string> owner)
{
    private readonly Lock _gate = new();
    private readonly List<SipText> _received = [];
    private readonly List<string> _passed = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps a message.</summary>
    public void Add(SipText message)
    {
        lock (_gate)
        {
            _received.Add(message);
            _arrived.SetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Takes the first kept message that fits, or waits for it.</summary>
    /// <exception cref="TimeoutException">None in time; the text lists what came instead.</exception>
    public async Task<SipText> ReceiveAsync(string what, Func<SipText, bool> matches, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                var at = _received.FindIndex(message => matches(message));
                if (at >= 0)
                {
                    var found = _received[at];
                    _received.RemoveAt(at);
                    _passed.Add(found.StartLine);
                    return found;
                }

                arrived = _arrived.Task;
            }

            try
            {
                await arrived.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{owner()}: waited {timeout.TotalSeconds:0.#} s for {what}; taken before: [{string.Join("; ", _passed)}]; not taken: [{Left()}]");
            }
        }
    }

    private string Left()
    {
        lock (_gate)
        {
            return string.Join("; ", _received);
        }
    }
}
