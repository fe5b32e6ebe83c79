# Run by `rails runner` in a Redmine of its own: two public projects and people with keys. Prints `LOGIN ID KEY`.
# Every text is a canary.
Setting.rest_api_enabled = '1'
Setting.notified_events = []
Redmine::DefaultData::Loader.load('en') if Redmine::DefaultData::Loader.no_data?
projects = %w[acme-support elsewhere].map do |identifier|
  Project.create!(name: 'canary', identifier: identifier, description: 'canary-in-project', is_public: true, trackers: Tracker.all)
end
IssueCategory.create!(project: projects.first, name: 'canary-in-category')
field = IssueCustomField.create!(name: 'Words', field_format: 'string', is_for_all: true, trackers: Tracker.all)
puts "field #{field.id} field"
%w[supplier reporter bot reader].each do |login|
  user = User.new(firstname: 'canary-of-a-person', lastname: login, mail: "#{login}@canary.example", language: 'en')
  user.login = login
  user.password = user.password_confirmation = SecureRandom.hex(12)
  user.save!
  user.pref.update!(hide_mail: false)
  projects.each { |project| Member.create!(project: project, principal: user, roles: [Role.find_by!(name: 'Manager')]) }
  puts "#{login} #{user.id} #{user.api_key}"
end
