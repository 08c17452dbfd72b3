using System.Text.Json;
using Benchmarks.Json;

// The same by System.Text.Json's source generator.
BaselineRequest request = new BaselineProImageToVideo { Prompt = args.Length > 0 ? args[0] : "a", Image = "https://example.com/a.jpg", Duration = 5 };
Console.WriteLine(JsonSerializer.Serialize(request, BaselineContext.Default.BaselineRequest));
BaselineVideoTask task = JsonSerializer.Deserialize(
    """{"code":200,"data":{"task_id":"n70abc123kling3","status":"SUCCESS","response":["https://example.com/a.mp4"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09"}}""",
    BaselineContext.Default.BaselineReplyBaselineVideoTask)!.Data!;
Console.WriteLine(task.TaskId + " " + task.Status + " " + task.Response![0]);
