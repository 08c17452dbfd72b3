using System.Globalization;

namespace Benchmarks.Runtime;

/// <summary><c>runtime aot</c>: publishes two console applications that submit, wait and download natively; weighs them, and runs each against loopback.</summary>
internal static class NativeCall
{
    private const double Most = 1.3;
    private const int Rounds = 20;

    public static int Run()
    {
        using var ours = new NativeProgram("CallOurs");
        using var byHand = new NativeProgram("CallByHand");
        double size = ours.Size / (double)byHand.Size;
        Print($"| native application: submit, wait, download; size | ≤ {Most} | {size:0.00} | {ours.Size / 1e6:0.00} MB against {byHand.Size / 1e6:0.00} |");

        using var files = new LoopbackServer((_, _) => LoopbackServer.Reply(200, "a video"));
        byte[] accepted = LoopbackServer.Reply(200, """{"code":200,"message":"success","data":{"task_id":"t1","status":"IN_PROGRESS","consumed_credits":240}}""");
        byte[] done = LoopbackServer.Reply(200, $$$"""{"code":200,"message":"success","data":{"task_id":"t1","status":"SUCCESS","response":["{{{files.Address}}}v.mp4"],"consumed_credits":240}}""");
        using var api = new LoopbackServer((isPost, _) => isPost ? accepted : done);
        string[] arguments = [api.Address.AbsoluteUri, Path.Combine(Path.GetTempPath(), $"kling3-aot-{Environment.ProcessId}.mp4")];
        try
        {
            // Interleaved, and the best of each: what else the machine does only ever adds.
            TimeSpan ourTime = TimeSpan.MaxValue;
            TimeSpan theirTime = TimeSpan.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                ourTime = Least(ourTime, ours.Run(arguments));
                theirTime = Least(theirTime, byHand.Run(arguments));
            }

            Print($"| the same, from its start to its end | as fast | {ourTime / theirTime:0.00} | {ourTime.TotalMilliseconds:0.0} ms against {theirTime.TotalMilliseconds:0.0} |");
        }
        finally
        {
            File.Delete(arguments[1]);
        }

        return size <= Most ? 0 : 1;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
