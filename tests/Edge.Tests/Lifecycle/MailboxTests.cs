using RtcCluster.Edge.Lifecycle;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

public sealed class MailboxTests
{
    [Fact]
    public void AFullMailboxRefusesWhatMayGetLost_AndTakesWhatMayNot()
    {
        var mailbox = new Mailbox<int>(2, () => { });
        Assert.True(mailbox.TryPost(1));
        Assert.True(mailbox.TryPost(2));
        Assert.False(mailbox.TryPost(3));
        mailbox.Post(4);

        Assert.Equal([1, 2, 4], Take(mailbox));
        Assert.True(mailbox.TryPost(5));
    }

    [Fact]
    public void OnlyASleepingReaderIsWoken_AndNoneSleepsOverAMessage()
    {
        var wakes = 0;
        var mailbox = new Mailbox<int>(10, () => wakes++);
        mailbox.Post(1);
        Assert.Equal(0, wakes);
        Assert.False(mailbox.BeginWait());

        Take(mailbox);
        Assert.True(mailbox.BeginWait());
        mailbox.Post(2);
        mailbox.Post(3);
        Assert.Equal(1, wakes);
    }

    private static List<int> Take(Mailbox<int> mailbox)
    {
        var taken = new List<int>();
        while (mailbox.TryTake(out var item))
        {
            taken.Add(item);
        }

        return taken;
    }
}
