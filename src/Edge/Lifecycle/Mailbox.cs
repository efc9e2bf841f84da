using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>What other threads send to a loop that owns its state: many writers, one reader, no lock around the reader's work.</summary>
/// <typeparam name="T">A message.</typeparam>
/// <param name="capacity">Messages that may wait when they are posted by <see cref="TryPost"/>.</param>
/// <param name="wake">Wakes the reader from its wait; called only when it sleeps.</param>
public sealed class Mailbox<T>(int capacity, Action wake)
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _count;
    private int _sleeping;

    /// <summary>Messages that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Puts a message in unless the mailbox is full: for what the network sends, which is allowed to get lost.</summary>
    public bool TryPost(T item)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        Add(item);
        return true;
    }

    /// <summary>Puts a message in even when the mailbox is full: for commands and completions, whose number the process itself bounds.</summary>
    public void Post(T item)
    {
        Interlocked.Increment(ref _count);
        Add(item);
    }

    /// <summary>Takes the next message; the reader's thread only.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        if (!_items.TryDequeue(out item))
        {
            return false;
        }

        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>
    /// Announces that the reader is about to wait; false when there is something to take. The flag is set before the queue is looked at, and a
    /// writer looks at the flag after it has put its message in: one of the two always sees the other.
    /// </summary>
    public bool BeginWait()
    {
        Interlocked.Exchange(ref _sleeping, 1);
        if (_items.IsEmpty)
        {
            return true;
        }

        Volatile.Write(ref _sleeping, 0);
        return false;
    }

    /// <summary>The reader is awake again.</summary>
    public void EndWait() => Volatile.Write(ref _sleeping, 0);

    private void Add(T item)
    {
        _items.Enqueue(item);
        if (Interlocked.Exchange(ref _sleeping, 0) == 1)
        {
            wake();
        }
    }
}
