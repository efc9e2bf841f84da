namespace RtcCluster.Grains.Queues;

/// <summary>Remembers the last few thousand entries and forgets the oldest.</summary>
[GenerateSerializer, Alias("rtc.state.Recent`2")]
internal sealed class Recent<TKey, TValue>
    where TKey : notnull
{
    private const int Most = 4_096;

    [Id(0)]
    private readonly Dictionary<TKey, TValue> _values = [];

    [Id(1)]
    private readonly Queue<TKey> _order = new();

    /// <summary>Looks up.</summary>
    public bool TryGet(TKey key, out TValue value) => _values.TryGetValue(key, out value!);

    /// <summary>Remembers.</summary>
    public void Set(TKey key, TValue value)
    {
        if (!_values.ContainsKey(key))
        {
            _order.Enqueue(key);
            if (_order.Count > Most)
            {
                _values.Remove(_order.Dequeue());
            }
        }

        _values[key] = value;
    }
}
